// CoreHolder: which process holds the rig, as the core wrote it into its lock file.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>

#include "rt/ipc/run_dir.hpp"

namespace tripline {

struct CoreHolder {
  pid_t pid = 0;
  std::string text;  ///< `pid 42, rig main, profile demo, since 2026-11-21T09:30:00Z`

  bool operator==(const CoreHolder&) const = default;
};

/// Nothing when no core runs in this run directory. The lock itself is not touched: a core that starts at the same
/// moment would find it taken. That the file is not a leftover is seen in /proc.
std::optional<CoreHolder> find_core_holder(const RunDir& run_dir);

}  // namespace tripline
