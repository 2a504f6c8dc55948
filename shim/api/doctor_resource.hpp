// /api/v1/doctor: what keeps this machine and rig from their work, as `tripline doctor` says it.
#pragma once

#include "shim/api/core_view.hpp"
#include "shim/api/rig_place.hpp"
#include "shim/api/route.hpp"

namespace tripline {

/// Seen from the web process, which has no rights of its own. Lifetime: `core` outlives the routes.
Routes doctor_routes(RigPlace place, const CoreView& core);

}  // namespace tripline
