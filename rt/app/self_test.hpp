// What the core tries before it says that it is ready: real-time priority, a timer's wake, the clock, the twin's lines.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "rt/base/result.hpp"
#include "rt/base/time.hpp"
#include "rt/loops/pattern_player.hpp"
#include "rt/queue/histogram.hpp"

namespace tripline {

struct SelfTest {
  std::shared_ptr<const Histogram> wake_latency;  ///< of a thread with the camera's priority, where it is granted
  std::vector<Error> faults;                      ///< each with the command that mends it; empty is health
  std::string report;                             ///< one line of what was measured
};

/// Takes about 60 ms. `strobe` may be null; a real one is never touched: a lamp hangs on it. Thread: main, before the
/// threads of the table run.
SelfTest run_self_test(PatternPlayer* strobe);

/// What is wrong with reading the clock, from what one read took and the name of the kernel's clock source.
Result<void> check_clock(nanoseconds one_read, const std::string& source);

}  // namespace tripline
