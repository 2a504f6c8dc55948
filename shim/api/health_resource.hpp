// /healthz: the web process itself answers. Whether the core is alive is /api/v1/status's business.
#pragma once

#include "shim/api/route.hpp"

namespace tripline {

Routes health_routes();

}  // namespace tripline
