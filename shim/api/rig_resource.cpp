#include "shim/api/rig_resource.hpp"

#include <utility>

#include "rt/base/limits.hpp"
#include "schemas/status_generated.h"
#include "shim/api/error_problem.hpp"
#include "shim/api/json.hpp"
#include "shim/api/query.hpp"

namespace tripline {
namespace {

template <typename Duration>
double in_seconds(Duration duration) {
  return std::chrono::duration<double>(duration).count();
}

/// null: neither a supervisor nor systemd knows it here.
Json unit_json(const RigUnits& units, std::string_view unit) {
  const auto state = units.state(unit);
  if (!state) return nullptr;
  return {{"state", to_text(state->phase)}, {"pid", state->pid}, {"since", state->since}, {"reason", state->reason}};
}

Json versions_json(const ProcessInfo& process, const CoreView& core) {
  const auto status = core.newest_status();
  const Json core_version = status ? Json(wire::GetStatus(status->message.data())->version()->str()) : Json(nullptr);
  return {{"web", process.version}, {"core", core_version}};
}

Json limits_json() {
  return {{"websockets", limits::kWebSockets},
          {"body_bytes", limits::kHttpBodyBytes},
          {"waiting_requests", limits::kWaitingRequests},
          {"request_wait_s", in_seconds(limits::kRequestWait)},
          {"shots_kept", limits::kShotsKept},
          {"shot_frame_bytes", limits::kShotFrameBytes},
          {"logs_kept", limits::kLogsKept},
          {"signal_samples", limits::kSignalSamples},
          {"signal_age_s", in_seconds(limits::kSignalAge)},
          {"signal_points", limits::kSignalPoints},
          {"signal_buckets", limits::kSignalBuckets},
          {"can_ids", limits::kCanIds},
          {"heartbeat_late_s", in_seconds(limits::kHeartbeatLate)}};
}

Response rig(const Request& request, const ProcessInfo& process, const RigPlace& place, const CoreView& core,
             const RigUnits& units) {
  if (const auto query = Query::read(request, {}); !query) return problem_of(query.error());
  const Json processes{{"core", unit_json(units, "core")},
                       {"log", unit_json(units, "log")},
                       {"web", {{"state", "RUNNING"}, {"pid", process.pid}, {"since", nullptr}, {"reason", ""}}}};
  return json_response(json_text({{"name", place.rig},
                                  {"run_dir", place.run_dir.path.string()},
                                  {"state_dir", place.state_dir.string()},
                                  {"config_dir", place.config_dir.string()},
                                  {"versions", versions_json(process, core)},
                                  {"processes", processes},
                                  {"limits", limits_json()}}));
}

}  // namespace

Routes rig_routes(ProcessInfo process, RigPlace place, const CoreView& core, const RigUnits& units) {
  return {{"GET", "/api/v1/rig", Role::kRead,
           [process = std::move(process), place = std::move(place), &core, &units](
               const Request& request, const PathValues&) { return rig(request, process, place, core, units); }}};
}

}  // namespace tripline
