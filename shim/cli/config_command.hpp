// The command line of `tripline config`: every field, from the schema.
#pragma once

#include "shim/cli/command.hpp"

namespace tripline {

void add_config_command(CLI::App& app, Command& chosen);

}  // namespace tripline
