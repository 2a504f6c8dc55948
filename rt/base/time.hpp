// The two clocks: MonoTime (CLOCK_MONOTONIC, everything Tripline measures) and WallTime (CLOCK_REALTIME, for people).
#pragma once

#include <chrono>
#include <cstdint>

#include "rt/base/realtime.hpp"

namespace tripline {

using std::chrono::nanoseconds;

/// CLOCK_MONOTONIC as a std::chrono clock. RT-safe: yes (vDSO, no syscall).
struct MonoClock {
  using duration = nanoseconds;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<MonoClock>;
  static constexpr bool is_steady = true;
  static time_point now() noexcept RT_NONBLOCKING;
};

/// CLOCK_REALTIME as a std::chrono clock. RT-safe: yes (vDSO).
struct WallClock {
  using duration = nanoseconds;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<WallClock>;
  static constexpr bool is_steady = false;
  static time_point now() noexcept RT_NONBLOCKING;
};

using MonoTime = MonoClock::time_point;
using WallTime = WallClock::time_point;

/// Nanoseconds as the schemas carry them. Times before the epoch of the clock become 0.
constexpr std::uint64_t to_ns(MonoTime time) noexcept {
  const auto count = time.time_since_epoch().count();
  return count < 0 ? 0 : static_cast<std::uint64_t>(count);
}

constexpr MonoTime mono_from_ns(std::uint64_t ns) noexcept {
  return MonoTime(nanoseconds(static_cast<std::int64_t>(ns)));
}

/// CLOCK_REALTIME minus CLOCK_MONOTONIC, read as close together as the system allows.
nanoseconds realtime_offset() noexcept;

}  // namespace tripline
