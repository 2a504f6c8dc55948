// /api/v1/rig: which rig this is: its directories, processes, versions and limits.
#pragma once

#include "shim/api/core_view.hpp"
#include "shim/api/process_info.hpp"
#include "shim/api/rig_place.hpp"
#include "shim/api/route.hpp"
#include "shim/lifecycle/rig_units.hpp"

namespace tripline {

/// Lifetime: `core` and `units` outlive the routes.
Routes rig_routes(ProcessInfo process, RigPlace place, const CoreView& core, const RigUnits& units);

}  // namespace tripline
