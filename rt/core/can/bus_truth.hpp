// What is true of one bus: its values, and, kept apart, whether it is dead, its messages invalid or its ids unknown.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "rt/base/limits.hpp"
#include "rt/core/can/controller_watch.hpp"
#include "rt/core/can/signal_table.hpp"
#include "rt/core/can/unknown_ids.hpp"

namespace tripline {

/// A picture of the bus for other threads; a plain copy hands it over.
struct BusReport {
  CanController controller = CanController::kUnknown;
  int transmit_errors = ControllerWatch::kNotTold;
  int receive_errors = ControllerWatch::kNotTold;
  std::uint32_t messages_seen = 0;
  std::uint32_t unknown_ids = 0;
  std::uint64_t unknown_beyond = 0;
  std::uint32_t unknown_told = 0;  ///< of `unknown`
  std::uint32_t invalid_count = 0;
  std::uint32_t invalid_told = 0;  ///< of `invalid`
  std::array<UnknownId, limits::kUnknownIdsTold> unknown{};
  std::array<MessageFault, limits::kInvalidTold> invalid{};
};

/// Thread: one at a time. RT-safe after construction: yes (no heap, no lock, bounded by the plan and limits::kCanIds).
class BusTruth {
 public:
  /// `plan` must outlive it. RT-safe: no (allocates).
  BusTruth(const DecodePlan& plan, const SignalTableOptions& options) : signals_(plan, options) {}

  /// As SignalTable::on_frame().
  DecodedFrame on_frame(const CanFrame& frame) noexcept RT_NONBLOCKING;
  /// As SignalTable::step().
  std::size_t step(MonoTime now, std::span<std::uint32_t> stale) noexcept RT_NONBLOCKING;
  /// The bus is dead: nothing is known of it any more. Counts stay.
  void clear() noexcept RT_NONBLOCKING;
  void report(MonoTime now, BusReport& report) const noexcept RT_NONBLOCKING;

  const SignalTable& signals() const noexcept { return signals_; }

 private:
  static constexpr nanoseconds kIdsEvery = std::chrono::seconds(1);

  SignalTable signals_;
  UnknownIds unknown_;
  ControllerWatch controller_;
  MonoTime ids_due_{};
};

}  // namespace tripline
