// The command line of `tripline replay`.
#pragma once

#include "shim/cli/command.hpp"

namespace tripline {

void add_replay_command(CLI::App& app, Command& chosen);

}  // namespace tripline
