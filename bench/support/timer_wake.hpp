// The reference of what is timed on a thread: how late a plain absolute sleep wakes it; cyclictest as a second opinion.
#pragma once

#include <optional>

#include "bench/support/percentiles.hpp"
#include "rt/base/time.hpp"

namespace tripline::bench {

/// Sleeps for `nap` with an absolute clock_nanosleep and returns by how many nanoseconds it woke late.
double timer_wake_ns(nanoseconds nap) noexcept;

/// What cyclictest (package rt-tests) says at this priority, in nanoseconds; nothing where it is missing or fails.
std::optional<Percentiles> cyclictest(int priority, int loops);

}  // namespace tripline::bench
