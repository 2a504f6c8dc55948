// /api/v1/logs: the core's newest lines, or those behind a position, also yet to come; and how much it logs.
#pragma once

#include "shim/api/core_commands.hpp"
#include "shim/api/log_tail.hpp"
#include "shim/api/route.hpp"
#include "shim/api/waiting_room.hpp"

namespace tripline {

/// 429 when too many wait already. Lifetime: all of them outlive the routes.
Routes logs_routes(LogTail& logs, WaitingRoom& room, const CoreCommands& control);

}  // namespace tripline
