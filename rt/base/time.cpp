#include "rt/base/time.hpp"

#include <ctime>

namespace tripline {
namespace {

nanoseconds read_clock(clockid_t id) noexcept {
  timespec now{};
  ::clock_gettime(id, &now);
  return std::chrono::seconds(now.tv_sec) + nanoseconds(now.tv_nsec);
}

}  // namespace

MonoTime MonoClock::now() noexcept RT_NONBLOCKING { return MonoTime(read_clock(CLOCK_MONOTONIC)); }

WallTime WallClock::now() noexcept RT_NONBLOCKING { return WallTime(read_clock(CLOCK_REALTIME)); }

nanoseconds realtime_offset() noexcept {
  const auto before = read_clock(CLOCK_MONOTONIC);
  const auto wall = read_clock(CLOCK_REALTIME);
  const auto after = read_clock(CLOCK_MONOTONIC);
  return wall - (before + (after - before) / 2);
}

}  // namespace tripline
