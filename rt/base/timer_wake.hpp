// How late a timer wakes the calling thread: the floor under everything that waits for a time.
#pragma once

#include <cstddef>
#include <vector>

#include "rt/base/time.hpp"

namespace tripline {

/// Sleeps `count` times to a due time and tells, in the order measured, how long after it the thread ran.
/// Takes about count * period. Thread: the one whose wakes are meant. RT-safe: no (allocates the result).
std::vector<nanoseconds> sample_timer_wakes(std::size_t count, nanoseconds period);

}  // namespace tripline
