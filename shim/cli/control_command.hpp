// `tripline arm`, `set`, `get`, …: asks one thing of the running core.
#pragma once

#include "shim/cli/command.hpp"

namespace tripline {

void add_control_commands(CLI::App& app, Command& chosen);

}  // namespace tripline
