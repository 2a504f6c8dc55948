// `tripline rig run`: a whole rig in the foreground, without systemd.
#pragma once

#include "shim/cli/command.hpp"

namespace tripline {

void add_rig_commands(CLI::App& app, Command& chosen);

}  // namespace tripline
