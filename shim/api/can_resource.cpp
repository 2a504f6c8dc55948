#include "shim/api/can_resource.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>
#include <string>
#include <utility>

#include "rt/base/limits.hpp"
#include "schemas/catalog_generated.h"
#include "shim/api/error_problem.hpp"
#include "shim/api/json.hpp"
#include "shim/api/query.hpp"
#include "shim/bus/event_json.hpp"

namespace tripline {
namespace {

using MessageNames = std::map<std::pair<std::uint32_t, bool>, std::string>;

Response not_alive(const CoreHealth& health) {
  return problem(503, "the core is not alive: " + health.why,
                 {"", "start the core: POST /api/v1/core/start, or `tripline rig run`"});
}

/// What the core says of its buses.
Json buses_of(const Event& status) { return parse_json(event_json(status.topic, status.bytes()))["can_buses"]; }

/// Answers with `make(status event)`, when the core is alive.
template <typename Make>
Response answer(const Request& request, const CoreView& core, Make make) {
  if (const auto query = Query::read(request, {}); !query) return problem_of(query.error());
  const auto health = core.health(MonoClock::now());
  const auto status = core.newest_status();
  if (!health.alive || !status) return not_alive(health);
  return json_response(json_text(make(*status)));
}

Json buses_json(const Event& status) { return Json::object({{"buses", buses_of(status)}}); }

Json unknown_json(const Event& status) {
  auto list = Json::array();
  for (const auto& bus : buses_of(status))
    list.push_back({{"bus", bus["name"]},
                    {"ids", bus["unknown_ids"]},
                    {"frames_beyond", bus["unknown_beyond"]},
                    {"busiest", bus.value("unknown", Json::array())}});
  return Json::object({{"buses", std::move(list)}});
}

MessageNames message_names(const CoreView& core) {
  MessageNames names;
  const auto catalog = core.newest_catalog();
  if (!catalog) return names;
  for (const auto* signal : *wire::GetCatalog(catalog->message.data())->signals())
    if (!signal->message()->string_view().empty())
      names.emplace(std::pair(signal->can_id(), signal->extended()), signal->message()->str());
  return names;
}

Json id_json(const CanIdCount& seen, const MessageNames& names) {
  const auto name = names.find({seen.id, seen.extended});
  return {{"bus", seen.bus},
          {"id", seen.id},
          {"extended", seen.extended},
          {"message", name == names.end() ? Json(nullptr) : Json(name->second)},
          {"count", seen.count},
          {"rate_hz", seen.rate_hz()},
          {"last_mono_ns", seen.last_ns},
          {"data", fmt::format("{:02x}", fmt::join(seen.data, ""))}};
}

/// Whoever finds no seat gets at once what there is.
Response ids_seen(const Request& request, const CoreView& core, CanIdWatch& watch, WaitingRoom& room) {
  const auto query = Query::read(request, {"wait"});
  if (!query) return problem_of(query.error());
  constexpr auto kMost = static_cast<std::uint64_t>(limits::kRequestWait / std::chrono::seconds(1));
  const auto wait = query->number("wait", 1, 0, kMost);
  if (!wait) return problem_of(wait.error());
  if (const auto health = core.health(MonoClock::now()); !health.alive) return not_alive(health);
  const auto seat = room.enter();
  const auto counts = watch.ask(std::chrono::seconds(seat ? *wait : 0));
  const auto names = message_names(core);
  auto list = Json::array();
  for (const auto& seen : counts.ids) list.push_back(id_json(seen, names));
  const std::chrono::duration<double> watched = counts.watched;
  return json_response(
      json_text({{"watched_s", watched.count()}, {"frames_beyond", counts.beyond}, {"ids", std::move(list)}}));
}

}  // namespace

Routes can_routes(const CoreView& core, CanIdWatch& ids, WaitingRoom& room) {
  return {
      {"GET", "/api/v1/can/buses", Role::kRead,
       [&core](const Request& request, const PathValues&) { return answer(request, core, buses_json); }},
      {"GET", "/api/v1/can/ids", Role::kRead,
       [&core, &ids, &room](const Request& request, const PathValues&) { return ids_seen(request, core, ids, room); }},
      {"GET", "/api/v1/can/unknown", Role::kRead,
       [&core](const Request& request, const PathValues&) { return answer(request, core, unknown_json); }}};
}

}  // namespace tripline
