// /api/v1/status: this process, the core's liveness, its newest status, and what was missed on the way.
#pragma once

#include "shim/api/core_view.hpp"
#include "shim/api/page_counts.hpp"
#include "shim/api/process_info.hpp"
#include "shim/api/route.hpp"

namespace tripline {

/// Lifetime: `core` and `pages` outlive the routes.
Routes status_routes(ProcessInfo process, const CoreView& core, const PageCounts& pages);

}  // namespace tripline
