// rig_run: runs a whole rig in the foreground until it is told to stop, and prints its summary.
#pragma once

#include "shim/cli/rig_plan.hpp"

namespace tripline {

/// Returns after SIGINT or SIGTERM, or `seconds` after the page answered, when nothing of the rig is left. Prints the
/// page's address first and the summary as its last line on standard output. Must be called before any thread starts.
/// Errors: what keeps the rig from starting; with an empty message when the program that refused has said it.
Result<void> rig_run(const RigRunOptions& options);

}  // namespace tripline
