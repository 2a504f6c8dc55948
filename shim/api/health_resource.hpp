// /healthz: the web process itself answers. Whether the core is alive is /api/v1/status's business.
#pragma once

#include "shim/api/response.hpp"

namespace tripline {

Response health_resource();

}  // namespace tripline
