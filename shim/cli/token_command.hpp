// The command line of `tripline token`: makes the tokens that the web process asks for.
#pragma once

#include "shim/cli/command.hpp"

namespace tripline {

void add_token_command(CLI::App& app, Command& chosen);

}  // namespace tripline
