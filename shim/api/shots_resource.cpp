#include "shim/api/shots_resource.hpp"

#include <fmt/format.h>

#include <charconv>
#include <limits>

#include "rt/base/limits.hpp"
#include "schemas/frame_generated.h"
#include "schemas/shot_generated.h"
#include "schemas/status_generated.h"
#include "shim/api/error_problem.hpp"
#include "shim/api/frame_picture.hpp"
#include "shim/api/json.hpp"
#include "shim/api/query.hpp"
#include "shim/bus/event_json.hpp"

namespace tripline {
namespace {

constexpr const char* kLater = "look into the recordings of that time";

const wire::Shot& story_of(const StoredShot& shot) { return *wire::GetShot(shot.story->message.data()); }

/// ns since 1970; null as long as the core has not said how its clock stands.
Json wall_ns(const CoreView& core, std::uint64_t mono_ns) {
  const auto status = core.newest_status();
  if (!status) return nullptr;
  return wire::GetStatus(status->message.data())->realtime_offset_ns() + static_cast<std::int64_t>(mono_ns);
}

Json frames_json(const StoredShot& shot) {
  auto list = Json::array();
  for (const auto& [sequence, event] : shot.frames)
    list.push_back({{"sequence", sequence},
                    {"index", wire::GetFrame(event->message.data())->index()},
                    {"href", fmt::format("/api/v1/shots/{}/frames/{}", shot.id, sequence)}});
  return list;
}

Json latencies_json(const wire::Shot& story) {
  auto latencies = Json::object();
  if (story.latencies() != nullptr)
    for (const auto* latency : *story.latencies()) latencies[latency->name()->str()] = latency->ns();
  return latencies;
}

Json shot_summary(const StoredShot& shot, const CoreView& core) {
  const auto& story = story_of(shot);
  return {{"id", shot.id},
          {"mono_ns", story.header()->mono_ns()},
          {"wall_ns", wall_ns(core, story.header()->mono_ns())},
          {"origin", wire::EnumNameShotOrigin(story.origin())},
          {"trip_frame", story.trip_frame()},
          {"roi_changed", story.roi_changed()},
          {"pulses", story.pulses() == nullptr ? 0 : story.pulses()->size()},
          {"strobe_refused", story.strobe_refused() == nullptr ? "" : story.strobe_refused()->str()},
          {"realtime", story.realtime()},
          {"frame_provenance", wire::EnumNameProvenance(story.frame_provenance())},
          {"strobe_provenance", wire::EnumNameProvenance(story.strobe_provenance())},
          {"latencies_ns", latencies_json(story)},
          {"frames_kept", shot.frames.size()}};
}

Response list_shots(const Request& request, const ShotStore& shots, const CoreView& core) {
  const auto query = Query::read(request, {"limit", "before"});
  if (!query) return problem_of(query.error());
  const auto limit = query->number("limit", limits::kShotsKept, 1, limits::kShotsKept);
  if (!limit) return problem_of(limit.error());
  constexpr auto kMost = std::numeric_limits<std::uint32_t>::max();
  const auto before = query->number("before", kMost, 1, kMost);
  if (!before) return problem_of(before.error());
  auto list = Json::array();
  for (const auto& shot : shots.newest(static_cast<std::uint32_t>(*before), *limit))
    list.push_back(shot_summary(shot, core));
  return json_response(json_text(Json::object({{"shots", std::move(list)}, {"kept_at_most", limits::kShotsKept}})));
}

std::optional<std::uint64_t> whole_number(const std::string& text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

/// The shot of a path, or why there is none.
std::optional<Response> find_shot(const ShotStore& shots, const std::string& id, StoredShot& shot) {
  const auto number = whole_number(id);
  const bool possible = number && *number <= std::numeric_limits<std::uint32_t>::max();
  const auto found = possible ? shots.find(static_cast<std::uint32_t>(*number), shot) : ShotStore::Found::kNever;
  if (found == ShotStore::Found::kHere) return std::nullopt;
  if (found == ShotStore::Found::kForgotten)
    return problem(410, fmt::format("shot {} is no longer kept; the newest {} are", id, limits::kShotsKept),
                   {"path.id", kLater});
  return problem(404, fmt::format("there is no shot '{}' in this run of the core", id),
                 {"path.id", "GET /api/v1/shots lists those that there are"});
}

Response tell_shot(const ShotStore& shots, const CoreView& core, const std::string& id) {
  StoredShot shot;
  if (auto missing = find_shot(shots, id, shot)) return std::move(*missing);
  const auto& topic = shot.story->topic;
  return json_response(json_text({{"id", shot.id},
                                  {"wall_ns", wall_ns(core, story_of(shot).header()->mono_ns())},
                                  {"shot", parse_json(event_json(topic, shot.story->bytes()))},
                                  {"frames", frames_json(shot)}}));
}

Response no_frame(const StoredShot& shot, const std::string& sequence) {
  const auto* frames = story_of(shot).frames();
  const auto number = whole_number(sequence);
  bool was_there = false;
  if (frames != nullptr && number)
    for (const auto frame : *frames) was_there |= frame == *number;
  if (was_there)
    return problem(410, fmt::format("frame {} of shot {} is no longer kept", sequence, shot.id),
                   {"path.sequence", kLater});
  return problem(404, fmt::format("shot {} has no frame '{}'", shot.id, sequence),
                 {"path.sequence", fmt::format("GET /api/v1/shots/{} lists its frames", shot.id)});
}

Response picture(const Event& event, bool as_pgm) {
  const auto& frame = *wire::GetFrame(event.message.data());
  Response response;
  response.content_type = as_pgm ? "image/x-portable-graymap" : "image/png";
  response.headers = {{"Cache-Control", "no-store"}};
  response.body = as_pgm ? pgm_of(frame) : png_of(frame);
  if (response.body.empty()) return problem(500, "the frame cannot be made a picture", {"", "ask for format=pgm"});
  return response;
}

Response frame(const Request& request, const ShotStore& shots, const PathValues& path) {
  const auto query = Query::read(request, {"format"});
  if (!query) return problem_of(query.error());
  const auto format = query->text("format").value_or("png");
  if (format != "png" && format != "pgm")
    return problem(400, fmt::format("'{}' is no format of a frame", format), {"query.format", "ask for png or pgm"});
  StoredShot shot;
  if (auto missing = find_shot(shots, path[0], shot)) return std::move(*missing);
  const auto found = shot.frames.find(whole_number(path[1]).value_or(std::numeric_limits<std::uint64_t>::max()));
  return found == shot.frames.end() ? no_frame(shot, path[1]) : picture(*found->second, format == "pgm");
}

}  // namespace

Routes shots_routes(const ShotStore& shots, const CoreView& core) {
  return {{"GET", "/api/v1/shots", Role::kRead,
           [&shots, &core](const Request& request, const PathValues&) { return list_shots(request, shots, core); }},
          {"GET", "/api/v1/shots/{id}", Role::kRead,
           [&shots, &core](const Request&, const PathValues& path) { return tell_shot(shots, core, path[0]); }},
          {"GET", "/api/v1/shots/{id}/frames/{sequence}", Role::kRead,
           [&shots](const Request& request, const PathValues& path) { return frame(request, shots, path); }}};
}

}  // namespace tripline
