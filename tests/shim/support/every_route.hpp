// EveryRoute: an Api with all that tripline-web wires, apart from the files of the page.
#pragma once

#include "shim/api/can_resource.hpp"
#include "shim/api/config_resource.hpp"
#include "shim/api/control_resource.hpp"
#include "shim/api/core_memory.hpp"
#include "shim/api/core_resource.hpp"
#include "shim/api/doctor_resource.hpp"
#include "shim/api/health_resource.hpp"
#include "shim/api/logs_resource.hpp"
#include "shim/api/metrics_resource.hpp"
#include "shim/api/openapi_resource.hpp"
#include "shim/api/profiles_resource.hpp"
#include "shim/api/readiness_resource.hpp"
#include "shim/api/rig_resource.hpp"
#include "shim/api/session_resource.hpp"
#include "shim/api/shots_resource.hpp"
#include "shim/api/signals_resource.hpp"
#include "shim/api/status_resource.hpp"
#include "shim/lifecycle/no_control.hpp"
#include "tests/shim/support/api_caller.hpp"
#include "tests/shim/support/temp_dir.hpp"

namespace tripline::test {

/// A new resource is added here, in web_main.cpp and in openapi.json.
class EveryRoute {
 public:
  const Api& api() const noexcept { return caller_.api(); }

 private:
  TempDir dir_;
  RigPlace place_{"main", {dir_.path()}, dir_.path(), dir_.path(), dir_.path()};
  RigUnits units_{"main", place_.run_dir, false};
  ProcessInfo process_ = this_process("tripline-web", "main");
  CoreWatch watch_{place_.run_dir, std::make_unique<NoControl>(place_.run_dir)};
  CoreView core_{watch_};
  CoreCommands control_{place_.run_dir};
  CoreMemory memory_;
  WaitingRoom room_;
  Access access_{{}, "main"};
  PageCounts pages_;
  ApiCaller caller_{{health_routes(), readiness_routes(place_, core_, units_), metrics_routes(process_, core_, pages_),
                     openapi_routes(), status_routes(process_, core_, pages_),
                     config_routes(place_.rig, core_, control_), control_routes(control_),
                     shots_routes(memory_.shots, core_), signals_routes(memory_.signals, core_),
                     can_routes(core_, memory_.can_ids, room_), logs_routes(memory_.logs, room_, control_),
                     profiles_routes(place_, core_), doctor_routes(place_, core_),
                     rig_routes(process_, place_, core_, units_), session_routes(access_), core_routes(core_, watch_)}};
};

}  // namespace tripline::test
