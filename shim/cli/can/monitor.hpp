// `tripline can monitor`: a bus at a glance, one line per id, as the running core or a log has it.
#pragma once

#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "rt/base/result.hpp"
#include "rt/ipc/run_dir.hpp"
#include "shim/cli/can/frame_filter.hpp"

namespace tripline {

struct CanMonitorOptions {
  RunDir run_dir;                    ///< of the core; where there is no log
  std::string log;                   ///< "-" is standard input; empty: the running core
  bool at_once = false;              ///< the log is read as fast as it can be, not at its pace
  std::vector<std::string> dbc;      ///< names and values; without, the core's own
  std::vector<std::string> signals;  ///< as choose_signals() takes them; empty: none
  FrameFilterOptions frames;
  bool once = false;                ///< one snapshot at the end, as plain text
  std::chrono::seconds seconds{0};  ///< then it ends; 0: it does not
};

/// On a terminal it takes the whole screen and keys; anywhere else, and with `once`, it prints plain snapshots to
/// `out`, one a second. Errors: kUsage, kNoInput, kBadData; kUnavailable without a core; kSystem when `out` takes no
/// more.
Result<void> can_monitor(const CanMonitorOptions& options, std::FILE* out);

}  // namespace tripline
