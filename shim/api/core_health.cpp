#include "shim/api/core_health.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "rt/base/limits.hpp"

namespace tripline {
namespace {

using std::chrono::milliseconds;

std::string silence(const std::optional<Heartbeat>& heartbeat, MonoTime now) {
  if (!heartbeat) return "no heartbeat yet";
  if (!heartbeat->stopping.empty()) return "the core stopped: " + heartbeat->stopping;
  if (now - heartbeat->arrived <= limits::kHeartbeatLate) return "the core's process is gone";
  return fmt::format("no heartbeat for more than {} ms", milliseconds(limits::kHeartbeatLate).count());
}

// What is known about the end of the process.
std::string ending(const UnitState& unit) {
  if (!unit.reason.empty()) return unit.reason;
  if (unit.signal) return fmt::format("ended by signal {}", *unit.signal);
  if (unit.exit_code) return fmt::format("ended with exit code {}", *unit.exit_code);
  return "no reason given";
}

bool is_fresh(const std::optional<Heartbeat>& heartbeat, MonoTime now) {
  return heartbeat && heartbeat->stopping.empty() && now - heartbeat->arrived <= limits::kHeartbeatLate;
}

// No process runs, or it is about to stop, and this was seen after the heartbeat came.
bool is_outdated(const Heartbeat& heartbeat, const CoreProcess& process) {
  const bool runs = process.other || (process.unit && process.unit->phase == UnitPhase::kRunning);
  return !runs && process.since > heartbeat.arrived;
}

CoreHealth alive(const CoreProcess& process) {
  return {true, "RUNNING", process.other ? "started by somebody else: " + process.other->text : std::string(), {}};
}

// The process runs, but nothing comes from it; it opens its sockets soon after it was first seen.
CoreHealth mute(const std::optional<Heartbeat>& heartbeat, const CoreProcess& process, MonoTime now) {
  const pid_t pid = process.other ? process.other->pid : process.unit->pid;
  const bool heard = heartbeat && heartbeat->arrived >= process.since;
  if (!heard && now - process.since <= limits::kStartCheck)
    return {false, "STARTING", fmt::format("process {} runs and has said nothing yet", pid), {}};
  const bool stops = heard && !heartbeat->stopping.empty();
  return {false, stops ? "STOPPING" : "FAILED", fmt::format("{}; process {} runs", silence(heartbeat, now), pid), {}};
}

CoreHealth judge_silent(const std::optional<Heartbeat>& heartbeat, const CoreProcess& process, MonoTime now) {
  const auto& unit = process.unit;
  if (process.other || (unit && unit->phase == UnitPhase::kRunning)) return mute(heartbeat, process, now);
  if (!unit) return {false, "STOPPED", silence(heartbeat, now) + "; not started by a supervisor", {}};
  const auto state = std::string(to_text(unit->phase));
  if (unit->phase == UnitPhase::kStarting)
    return {false, state, silence(heartbeat, now) + "; the core is starting", {}};
  if (unit->phase == UnitPhase::kStopping) return {false, state, "the core is stopping", {}};
  return {false, state, ending(*unit), {}};
}

}  // namespace

CoreHealth judge_core(const std::optional<Heartbeat>& heartbeat, const CoreProcess& process, MonoTime now) {
  const bool hears = is_fresh(heartbeat, now) && !is_outdated(*heartbeat, process);
  auto health = hears ? alive(process) : judge_silent(heartbeat, process, now);
  if (heartbeat) health.heartbeat_age = std::chrono::duration_cast<milliseconds>(now - heartbeat->arrived);
  return health;
}

std::string CoreHealth::to_json() const {
  using Json = nlohmann::ordered_json;
  const Json age = heartbeat_age ? Json(heartbeat_age->count()) : Json(nullptr);
  return Json{{"alive", alive}, {"state", state}, {"why", why}, {"heartbeat_age_ms", age}}.dump(
      -1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace tripline
