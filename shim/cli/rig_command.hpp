// The command line of `tripline rig`: a whole rig in the foreground, and the rigs that systemd runs on this machine.
#pragma once

#include "shim/cli/command.hpp"

namespace tripline {

void add_rig_commands(CLI::App& app, Command& chosen);

}  // namespace tripline
