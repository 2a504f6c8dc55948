// /api/v1/rig: which rig this is: its directories, processes, versions and limits.
#pragma once

#include "shim/api/core_view.hpp"
#include "shim/api/process_info.hpp"
#include "shim/api/rig_place.hpp"
#include "shim/api/route.hpp"

namespace tripline {

/// Lifetime: `core` outlives the routes.
Routes rig_routes(ProcessInfo process, RigPlace place, const CoreView& core);

}  // namespace tripline
