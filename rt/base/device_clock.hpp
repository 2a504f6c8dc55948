// Brings the timestamps of a device's own clock onto CLOCK_MONOTONIC.
#pragma once

#include "rt/base/realtime.hpp"
#include "rt/base/time.hpp"

namespace tripline {

/// Nothing arrives before it was stamped, and some things arrive almost at once: the smallest distance between arrival
/// and stamp seen lately is the distance of the clocks. It may grow by kDriftPpm, which is more than two quartz clocks
/// drift apart (100 ppm each), so a slow clock is followed too. Thread: one. RT-safe: yes (wait-free).
class DeviceClock {
 public:
  static constexpr std::int64_t kDriftPpm = 250;
  /// A stamp this far off, or one that steps back, means that the device's clock began anew.
  static constexpr nanoseconds kStep = std::chrono::seconds(1);

  /// When the thing happened that was stamped `stamp` and seen at `arrival`; never after `arrival`.
  MonoTime map(nanoseconds stamp, MonoTime arrival) noexcept RT_NONBLOCKING;
  void reset() noexcept RT_NONBLOCKING { *this = {}; }

 private:
  bool is_set_ = false;
  nanoseconds offset_{0};  ///< CLOCK_MONOTONIC minus the device's clock
  nanoseconds last_stamp_{0};
};

}  // namespace tripline
