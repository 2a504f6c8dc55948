// Whether what is in a run directory can be trusted: nobody but root, this user and its groups may put anything there.
#pragma once

#include <filesystem>

#include "rt/base/result.hpp"
#include "rt/ipc/run_dir.hpp"

namespace tripline {

/// A few calls of stat(2), so that it can be asked before each connection. Where the directory is missing, as the
/// core's is while systemd keeps it stopped, nobody else may be able to make it. Errors: kNoPermission; kUnavailable
/// when it is missing and everybody could make it; kCannotCreate when something else is there; kUsage when the path is
/// too long for a Unix socket (107 bytes).
Result<void> check_run_dir(const RunDir& dir);

}  // namespace tripline
