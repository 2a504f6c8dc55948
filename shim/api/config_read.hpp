// The reading half of /api/v1/config: in force, differences, export, schema.
#pragma once

#include <string>

#include "shim/api/core_view.hpp"
#include "shim/api/route.hpp"

namespace tripline {

/// Lifetime: `core` outlives the routes.
Routes config_read_routes(const std::string& rig, const CoreView& core);

/// 503: no core has told what is in force.
Response no_config();

}  // namespace tripline
