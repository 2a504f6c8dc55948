// The command line of `tripline doctor`: what keeps this machine and this rig from their work, and what mends it.
#pragma once

#include "shim/cli/command.hpp"

namespace tripline {

void add_doctor_command(CLI::App& app, Command& chosen);

}  // namespace tripline
