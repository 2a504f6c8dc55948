// Which values of a signal are told: at most so many a second, or only those that differ.
#pragma once

#include <optional>

#include "rt/core/signals/signal_sample.hpp"

namespace tripline {

/// Of the values between two times of telling the last one is kept and told when its time comes. A value that did not
/// change is told again after limits::kToldAgain: a page or a recording that began later knows nothing else. Thread:
/// one.
class ReportGate {
 public:
  /// An interval of 0 keeps nothing back.
  ReportGate(nanoseconds interval, bool changed_only) noexcept : interval_(interval), changed_only_(changed_only) {}

  /// The sample, when it is to be told now; else it may be kept.
  std::optional<SignalSample> offer(const SignalSample& sample) noexcept;
  /// The kept one, when its time has come.
  std::optional<SignalSample> release(MonoTime now) noexcept;
  /// The kept one at once, before the signal is told to be stale; the next one is told whatever it is.
  std::optional<SignalSample> end() noexcept;

 private:
  std::optional<SignalSample> tell(const SignalSample& sample, MonoTime due) noexcept;

  nanoseconds interval_;
  bool changed_only_;
  MonoTime due_{};  ///< nothing is told before
  std::optional<SignalSample> kept_;
  std::optional<SignalSample> told_;  ///< nothing yet, or nothing since a silence
};

}  // namespace tripline
