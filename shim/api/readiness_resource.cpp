#include "shim/api/readiness_resource.hpp"

#include <utility>

#include "shim/api/json.hpp"
#include "shim/api/readiness.hpp"

namespace tripline {
namespace {

Readiness judge_now(const RigPlace& place, const CoreView& core, const RigUnits& units) {
  const auto status = core.newest_status();
  return judge_readiness({core.health(MonoClock::now()), status ? wire::GetStatus(status->message.data()) : nullptr,
                          units.state("log"), place.state_dir, free_bytes(place.state_dir)});
}

Response readiness(const Readiness& judged) {
  auto checks = Json::array();
  auto reasons = Json::array();
  for (const auto& check : judged.checks) {
    checks.push_back({{"name", check.name}, {"ok", check.ok}, {"detail", check.detail}});
    if (!check.ok) reasons.push_back(check.name + ": " + check.detail);
  }
  auto response = json_response(
      json_text({{"ready", judged.ready()}, {"reasons", std::move(reasons)}, {"checks", std::move(checks)}}));
  response.status = judged.ready() ? 200 : 503;
  return response;
}

}  // namespace

Routes readiness_routes(RigPlace place, const CoreView& core, const RigUnits& units) {
  return {{"GET", "/readyz", Role::kNone, [place = std::move(place), &core, &units](const Request&, const PathValues&) {
             return readiness(judge_now(place, core, units));
           }}};
}

}  // namespace tripline
