// Brings an adapter's timestamps, milliseconds that wrap every minute, onto CLOCK_MONOTONIC.
#pragma once

#include <cstdint>

#include "rt/base/device_clock.hpp"

namespace tripline {

/// Thread: one. RT-safe: yes (wait-free).
class AdapterClock {
 public:
  static constexpr nanoseconds kWrap = std::chrono::minutes(1);

  /// When the frame came whose stamp, 0..59999, was read at `read`; never after that.
  MonoTime map(std::uint16_t stamp_ms, MonoTime read) noexcept RT_NONBLOCKING;
  void reset() noexcept RT_NONBLOCKING { *this = {}; }

 private:
  DeviceClock clock_;
  bool is_set_ = false;
  nanoseconds total_{0};  ///< of the adapter, without wrapping
  MonoTime last_read_{};
};

}  // namespace tripline
