// /api/v1/config: what is in force and why; changes, all of one request or none; export and import.
#pragma once

#include <string>

#include "shim/api/core_commands.hpp"
#include "shim/api/core_view.hpp"
#include "shim/api/route.hpp"

namespace tripline {

/// Reads come from what the core told last, changes go to the core, which checks them as a whole against the revision
/// that the caller saw. Lifetime: `core` and `control` outlive the routes.
Routes config_routes(const std::string& rig, const CoreView& core, const CoreCommands& control);

}  // namespace tripline
