// /api/v1/can: how the buses are, the ids seen on them, and the ids that no DBC names.
#pragma once

#include "shim/api/can_id_watch.hpp"
#include "shim/api/core_view.hpp"
#include "shim/api/route.hpp"
#include "shim/api/waiting_room.hpp"

namespace tripline {

/// 503 while the core is not alive: what it told last is no longer the truth. Lifetime: all of them outlive the routes.
Routes can_routes(const CoreView& core, CanIdWatch& ids, WaitingRoom& room);

}  // namespace tripline
