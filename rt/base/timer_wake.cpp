#include "rt/base/timer_wake.hpp"

#include <cerrno>
#include <ctime>

namespace tripline {

std::vector<nanoseconds> sample_timer_wakes(std::size_t count, nanoseconds period) {
  std::vector<nanoseconds> late;
  late.reserve(count);
  for (MonoTime due = MonoClock::now() + period; late.size() < count; due = MonoClock::now() + period) {
    const auto ns = due.time_since_epoch().count();
    const timespec when{ns / 1'000'000'000, ns % 1'000'000'000};
    if (::clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &when, nullptr) == EINTR) continue;
    late.push_back(MonoClock::now() - due);
  }
  return late;
}

}  // namespace tripline
