// /api/v1/profiles: the configurations that the core can be started with.
#pragma once

#include "shim/api/core_view.hpp"
#include "shim/api/rig_place.hpp"
#include "shim/api/route.hpp"

namespace tripline {

/// The rig's own and those that come with the programs; one of the same name hides the latter.
/// Lifetime: `core` outlives the routes.
Routes profiles_routes(const RigPlace& place, const CoreView& core);

}  // namespace tripline
