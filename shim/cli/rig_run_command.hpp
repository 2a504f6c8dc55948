// `tripline rig run`: a whole rig in the foreground, without systemd.
#pragma once

#include "shim/cli/command.hpp"

namespace tripline {

/// `rig` is the family `tripline rig`.
void add_rig_run_command(CLI::App& rig, Command& chosen);

}  // namespace tripline
