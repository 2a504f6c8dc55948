// A first-order low-pass over samples that come at any times.
#pragma once

#include <cmath>

#include "rt/base/time.hpp"

namespace tripline {

/// y += (1 - exp(-dt / time constant)) (x - y), with dt the time since the sample before: a step has risen by the same
/// part after the same time, however many samples came in between. Thread: one.
class LowPass {
 public:
  /// A time constant of 0 lets everything through.
  explicit LowPass(nanoseconds time_constant) noexcept : time_constant_(time_constant) {}

  /// The first sample, and one that is not finite, come through as they are; after the latter it begins anew, for
  /// otherwise one NaN would stay for ever. A sample that is not later than the one before changes nothing.
  double step(MonoTime time, double value) noexcept {
    if (time_constant_.count() == 0) return value;
    if (!std::isfinite(value)) return reset(), value;
    const double dt = static_cast<double>((time - time_).count());
    if (!is_filled_) held_ = value;
    if (is_filled_ && dt > 0) held_ -= std::expm1(-dt / static_cast<double>(time_constant_.count())) * (value - held_);
    if (!is_filled_ || dt > 0) time_ = time;
    is_filled_ = true;
    return held_;
  }

  /// Forgets: what was before a silence says nothing of what comes after it.
  void reset() noexcept { is_filled_ = false; }

 private:
  nanoseconds time_constant_;
  MonoTime time_{};
  double held_ = 0;
  bool is_filled_ = false;
};

}  // namespace tripline
