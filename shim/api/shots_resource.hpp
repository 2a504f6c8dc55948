// /api/v1/shots: the newest shots of the run, each with its whole story, and the frames around them as pictures.
#pragma once

#include "shim/api/core_view.hpp"
#include "shim/api/route.hpp"
#include "shim/api/shot_store.hpp"

namespace tripline {

/// 404: no such shot; 410: it is no longer kept. Lifetime: `shots` and `core` outlive the routes.
Routes shots_routes(const ShotStore& shots, const CoreView& core);

}  // namespace tripline
