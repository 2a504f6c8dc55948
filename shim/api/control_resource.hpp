// /api/v1/arm, /disarm, /fire, /test_pulse and the simulated rig's lamp and input: commands for the core.
#pragma once

#include "shim/api/core_commands.hpp"
#include "shim/api/route.hpp"

namespace tripline {

/// 202 when the core took it on; 409 in its own words when it refuses. Lifetime: `control` outlives the routes.
Routes control_routes(const CoreCommands& control);

}  // namespace tripline
