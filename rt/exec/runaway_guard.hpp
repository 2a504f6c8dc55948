// What ends a real-time thread that never sleeps: it loses SCHED_FIFO, and the rest of its CPU goes on.
#pragma once

#include <algorithm>

#include "rt/base/result.hpp"
#include "rt/exec/thread_table.hpp"

namespace tripline {

/// How long a SCHED_FIFO thread may run without one blocking call: ten times the longest budget of the table.
inline constexpr std::chrono::microseconds kLongestRun = [] {
  std::chrono::nanoseconds longest{0};
  for (const auto& row : kThreadTable) longest = std::max(longest, row.budget);
  return std::chrono::duration_cast<std::chrono::microseconds>(10 * longest);
}();

/// From now on a thread that runs longer becomes an ordinary one, and its ThreadSlot says so. The kernel watches
/// (RLIMIT_RTTIME, see setrlimit(2)); its SIGXCPU comes to the thread itself.
/// Seen with a USB camera that is unplugged from a PREEMPT_RT kernel: libcamera asks the gone device without pause,
/// above the priority of the interrupt thread that would have ended it, so that nothing on that CPU got on any more.
/// Thread: main, before others start. RT-safe: no. Errors: kSystem.
Result<void> guard_against_runaways();

}  // namespace tripline
