// /api/v1/status: this process, the core's liveness, its newest status, and what was missed on the way.
#pragma once

#include "rt/base/time.hpp"
#include "shim/api/core_view.hpp"
#include "shim/api/page_counts.hpp"
#include "shim/api/process_info.hpp"
#include "shim/api/response.hpp"

namespace tripline {

Response status_resource(const ProcessInfo& process, const CoreView& core, const PageCounts& pages, MonoTime now);

}  // namespace tripline
