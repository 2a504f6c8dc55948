#include "bench/support/timer_wake.hpp"

#include <stdio.h>
#include <time.h>

#include <memory>
#include <string>
#include <vector>

namespace tripline::bench {

double timer_wake_ns(nanoseconds nap) noexcept {
  const auto wake = MonoClock::now() + nap;
  const auto ns = wake.time_since_epoch().count();
  const timespec when{ns / 1'000'000'000, ns % 1'000'000'000};
  while (::clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &when, nullptr) != 0) {
  }
  return static_cast<double>((MonoClock::now() - wake).count());
}

std::optional<Percentiles> cyclictest(int priority, int loops) {
  constexpr double kMicrosecond = 1e3;
  const std::string command = "cyclictest -q -m -t 1 -i 1000 -h 2000 -p " + std::to_string(priority) + " -l " +
                              std::to_string(loops) + " 2>/dev/null";
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"), &::pclose);
  if (!pipe) return std::nullopt;
  std::vector<double> samples;
  char line[256];
  while (std::fgets(line, sizeof line, pipe.get()) != nullptr) {
    unsigned us = 0;
    unsigned long count = 0;
    if (std::sscanf(line, "%u %lu", &us, &count) == 2) samples.insert(samples.end(), count, us * kMicrosecond);
  }
  if (samples.empty()) return std::nullopt;
  return percentiles_of(std::move(samples));
}

}  // namespace tripline::bench
