// The command line of `tripline keys`: keys for subscribers on other machines.
#pragma once

#include "shim/cli/command.hpp"

namespace tripline {

void add_keys_command(CLI::App& app, Command& chosen);

}  // namespace tripline
