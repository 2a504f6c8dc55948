// The command line of `tripline can …`.
#pragma once

#include "shim/cli/command.hpp"

namespace tripline {

void add_can_commands(CLI::App& app, Command& chosen);

}  // namespace tripline
