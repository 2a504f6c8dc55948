// /api/v1/core: whether the core runs, why not, and start, stop, restart.
#pragma once

#include "shim/api/core_view.hpp"
#include "shim/api/route.hpp"
#include "shim/lifecycle/core_watch.hpp"

namespace tripline {

/// Lifetime: `core` and `watch` outlive the routes.
Routes core_routes(const CoreView& core, CoreWatch& watch);

}  // namespace tripline
