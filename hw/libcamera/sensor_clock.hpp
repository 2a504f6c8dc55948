// Brings a camera's timestamp onto CLOCK_MONOTONIC, and counts its frames.
#pragma once

#include <cstdint>
#include <optional>

#include "rt/base/ids.hpp"
#include "rt/base/time.hpp"

namespace tripline {

/// The two clocks that a timestamp may be of, read together. They differ by the time that the machine was suspended.
struct ClockReading {
  MonoTime monotonic;
  nanoseconds boottime{0};  ///< CLOCK_BOOTTIME
};

ClockReading read_clocks() noexcept;

/// libcamera documents SensorTimestamp as CLOCK_BOOTTIME, while the kernel's camera drivers stamp with CLOCK_MONOTONIC
/// and libcamera passes that on (libcamera bug 254). A frame is never stamped in the future, which tells the two apart:
/// what lies ahead of the monotonic clock is boot time. None when it lies ahead of both.
constexpr std::optional<MonoTime> from_sensor_timestamp(nanoseconds stamp, const ClockReading& now) noexcept {
  if (MonoTime(stamp) <= now.monotonic) return MonoTime(stamp);
  if (stamp <= now.boottime) return now.monotonic - (now.boottime - stamp);
  return std::nullopt;
}

/// Turns the driver's 32-bit sequence numbers into frame numbers from 0; a hole in the one is a hole in the other.
class FrameCounter {
 public:
  FrameIndex next(std::uint32_t sequence) noexcept {
    if (!last_) {
      last_ = sequence;
      return index_;
    }
    const std::uint32_t step = sequence - *last_;  // modulo 2^32: the driver's number wraps
    // A driver that does not count repeats its number, or starts again: the frame is a new one all the same.
    index_.value += step == 0 || step > kLargestHole ? 1 : step;
    last_ = sequence;
    return index_;
  }

 private:
  static constexpr std::uint32_t kLargestHole = 1'000'000;
  FrameIndex index_{0};
  std::optional<std::uint32_t> last_;
};

}  // namespace tripline
