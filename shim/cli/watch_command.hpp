// `tripline watch`: the events of a rig as they come, one line each.
#pragma once

#include <string>
#include <vector>

#include "shim/cli/command.hpp"

namespace tripline {

void add_watch_command(CLI::App& app, Command& chosen);

/// What to subscribe to: everything but previews, which would cost the core something, unless topics are named.
/// Errors: kUsage for a name that is neither a topic nor the front of one.
Result<std::vector<std::string>> topics_to_watch(const std::vector<std::string>& named);

}  // namespace tripline
