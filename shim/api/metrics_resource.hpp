// /metrics: the state of core and web process as Prometheus reads it.
#pragma once

#include "shim/api/core_view.hpp"
#include "shim/api/page_counts.hpp"
#include "shim/api/process_info.hpp"
#include "shim/api/route.hpp"

namespace tripline {

/// The core's part is left out while the core is not alive: nothing old is told as if it were new.
/// Lifetime: `core` and `pages` outlive the routes.
Routes metrics_routes(ProcessInfo process, const CoreView& core, const PageCounts& pages);

}  // namespace tripline
