// /api/v1/session: a page logs in with a token, asks what it may do, and logs out.
#pragma once

#include "shim/api/access.hpp"
#include "shim/api/route.hpp"

namespace tripline {

/// Lifetime: `access` outlives the routes.
Routes session_routes(Access& access);

}  // namespace tripline
