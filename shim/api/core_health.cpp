#include "shim/api/core_health.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "rt/base/limits.hpp"

namespace tripline {
namespace {

using std::chrono::milliseconds;

std::string silence(const std::optional<Heartbeat>& heartbeat) {
  if (!heartbeat) return "no heartbeat yet";
  if (!heartbeat->stopping.empty()) return "the core stopped: " + heartbeat->stopping;
  return fmt::format("no heartbeat for more than {} ms", milliseconds(limits::kHeartbeatLate).count());
}

// What the supervisor knows about the end of the process.
std::string ending(const UnitState& unit) {
  if (!unit.reason.empty()) return unit.reason;
  if (unit.signal) return fmt::format("ended by signal {}", *unit.signal);
  if (unit.exit_code) return fmt::format("ended with exit code {}", *unit.exit_code);
  return "no reason given";
}

bool is_fresh(const std::optional<Heartbeat>& heartbeat, MonoTime now) {
  return heartbeat && heartbeat->stopping.empty() && now - heartbeat->arrived <= limits::kHeartbeatLate;
}

// The process runs, says its supervisor, but nothing comes from it.
CoreHealth mute(const std::optional<Heartbeat>& heartbeat, const UnitState& unit) {
  const bool stops = heartbeat && !heartbeat->stopping.empty();
  return {false, stops ? "STOPPED" : "FAILED", fmt::format("{}; process {} runs", silence(heartbeat), unit.pid), {}};
}

CoreHealth judge_silent(const std::optional<Heartbeat>& heartbeat, const std::optional<UnitState>& unit) {
  if (!unit) return {false, "STOPPED", silence(heartbeat) + "; not started by a supervisor", {}};
  if (unit->phase == UnitPhase::kRunning) return mute(heartbeat, *unit);
  const auto state = std::string(to_text(unit->phase));
  if (unit->phase == UnitPhase::kStarting) return {false, state, silence(heartbeat) + "; the core is starting", {}};
  return {false, state, ending(*unit), {}};
}

}  // namespace

CoreHealth judge_core(const std::optional<Heartbeat>& heartbeat, const std::optional<UnitState>& unit, MonoTime now) {
  auto health = is_fresh(heartbeat, now) ? CoreHealth{true, "RUNNING", "", {}} : judge_silent(heartbeat, unit);
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
