#include "shim/api/status_resource.hpp"

#include <chrono>
#include <nlohmann/json.hpp>
#include <utility>

#include "rt/base/limits.hpp"
#include "shim/bus/event_json.hpp"

namespace tripline {
namespace {

using Json = nlohmann::ordered_json;

Json process_json(const ProcessInfo& process, MonoTime now) {
  const auto uptime = std::chrono::duration_cast<std::chrono::milliseconds>(now - process.started_at);
  return {{"name", process.name},       {"version", process.version}, {"rig", process.rig},
          {"pid", process.pid},         {"uid", process.uid},         {"capabilities", process.capabilities},
          {"uptime_ms", uptime.count()}};
}

// null: none yet.
Json newest_status(const CoreView& core) {
  const auto event = core.newest_status();
  return event ? Json::parse(event_json(event->topic, event->bytes())) : Json(nullptr);
}

Json gaps_json(const BusCounts& counts) {
  Json lost = Json::object();
  for (std::size_t place = 0; place < kTopics.size(); ++place)
    lost[std::string(kTopics[place].key)] = counts.lost[place];
  return {{"lost_total", counts.lost_total()},
          {"lost", std::move(lost)},
          {"rejected", counts.rejected},
          {"core_runs", counts.runs}};
}

Json pages_json(const PageCounts& pages) {
  return {{"open", pages.open.load()},
          {"limit", limits::kWebSockets},
          {"dropped", pages.dropped.load()},
          {"cut_short", pages.cut_short.load()}};
}

Response status(const ProcessInfo& process, const CoreView& core, const PageCounts& pages, MonoTime now) {
  const Json document{{"process", process_json(process, now)},
                      {"core", Json::parse(core.health(now).to_json())},
                      {"status", newest_status(core)},
                      {"gaps", gaps_json(core.counts())},
                      {"websockets", pages_json(pages)}};
  return json_response(document.dump(-1, ' ', false, Json::error_handler_t::replace));
}

}  // namespace

Routes status_routes(ProcessInfo process, const CoreView& core, const PageCounts& pages) {
  return {{"GET", "/api/v1/status", Role::kRead,
           [process = std::move(process), &core, &pages](const Request&, const PathValues&) {
             return status(process, core, pages, MonoClock::now());
           }}};
}

}  // namespace tripline
