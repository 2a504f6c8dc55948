// `tripline status`: how the core is, for a person or as JSON.
#pragma once

#include "schemas/status_generated.h"
#include "shim/cli/command.hpp"

namespace tripline {

void add_status_command(CLI::App& app, Command& chosen);

/// A few lines for a person, each ended by a newline.
std::string status_text(const wire::Status& status);

}  // namespace tripline
