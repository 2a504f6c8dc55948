// /readyz: the rig can do its work, or why not, check by check.
#pragma once

#include "shim/api/core_view.hpp"
#include "shim/api/rig_place.hpp"
#include "shim/api/route.hpp"
#include "shim/lifecycle/rig_units.hpp"

namespace tripline {

/// 200, or 503 with the reasons. Needs no role: what asks is a supervisor. Lifetime: `core` and `units` outlive
/// the routes.
Routes readiness_routes(RigPlace place, const CoreView& core, const RigUnits& units);

}  // namespace tripline
