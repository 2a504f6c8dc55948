// `tripline can stats`: what a bus carries, from a log or from the running core.
#pragma once

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "rt/base/result.hpp"
#include "rt/ipc/run_dir.hpp"
#include "shim/cli/can/frame_filter.hpp"

namespace tripline {

struct CanStatsOptions {
  RunDir run_dir;                ///< of the core; where there is no log
  std::string log;               ///< "-" is standard input; empty: the running core
  std::vector<std::string> dbc;  ///< names; without, the core's own
  FrameFilterOptions frames;
  std::chrono::seconds seconds{5};  ///< of the core
  std::chrono::milliseconds gap{100};
  std::uint32_t bitrate_bps = 0;  ///< 0: nothing is said of the load
  std::uint32_t data_bitrate_bps = 0;
  bool json = false;
};

/// Errors: kUsage, kNoInput, kBadData; kUnavailable without a core, and when it was restarted meanwhile; kSystem when
/// `out` takes no more.
Result<void> can_stats(const CanStatsOptions& options, std::FILE* out);

}  // namespace tripline
