#include "shim/api/config_resource.hpp"

#include <fmt/format.h>

#include <iterator>
#include <optional>
#include <utility>

#include "rt/base/limits.hpp"
#include "schemas/config_in_force_generated.h"
#include "shim/api/config_patch.hpp"
#include "shim/api/config_read.hpp"
#include "shim/api/config_tag.hpp"
#include "shim/api/error_problem.hpp"
#include "shim/api/query.hpp"
#include "shim/api/request_body.hpp"

namespace tripline {
namespace {

constexpr const char* kReadAgain = "GET /api/v1/config and send its ETag as If-Match";

/// What all three changing operations have in common.
struct Change {
  wire::ControlRequestT request;
  Json told = Json::object();  ///< members of the answer besides those of the core
};

Response stale(std::string_view detail) { return problem(412, detail, {"header.If-Match", kReadAgain}); }

/// The revision that the caller saw goes into the request; the core compares. `*`: whichever is in force.
std::optional<Response> take_condition(const Request& request, bool required, wire::ControlRequestT& to) {
  const auto condition = request.header("If-Match");
  if (condition.empty() && required)
    return problem(428, "a change must say which revision it is meant for", {"header.If-Match", kReadAgain});
  if (condition.empty() || condition == "*") return std::nullopt;
  const auto tag = parse_config_tag(condition);
  if (!tag) return stale(fmt::format("If-Match is {}, which is no ETag of the configuration", condition));
  to.run_id = tag->run_id;
  to.revision = tag->revision;
  return std::nullopt;
}

// The change is in the topic `config` a moment after the core's answer: who reads next shall see it.
void wait_until_told(const CoreView& core, std::uint32_t revision) {
  if (const auto event = core.newest_config()) core.wait_for_config(event->run_id, revision, limits::kChangeTold);
}

Response changed(const CoreView& core, const std::string& reply, Change change) {
  auto document = parse_json(reply);
  if (!document.is_object()) return problem(502, "the core's answer is not understood");
  const auto revision = document.value("revision", std::uint32_t{0});
  document["dry_run"] = change.request.dry_run;
  document.update(change.told);
  if (!change.request.dry_run) wait_until_told(core, revision);
  const auto event = core.newest_config();
  if (event) document["etag"] = to_text({event->run_id, revision});
  auto response = json_response(json_text(document));
  if (event) response.headers.push_back({"ETag", to_text({event->run_id, revision})});
  return response;
}

Response carry_out(const CoreView& core, const CoreCommands& control, Change change) {
  const auto field = common_path(change.request.changes);
  const auto done = control.change(wire::ControlRequestT(change.request));
  if (done) return changed(core, *done, std::move(change));
  if (done.error().code == ExitCode::kConflict) return stale(done.error().message);
  return problem_of(done.error(), field);
}

/// Query and body of a changing operation; the rest is `fill`'s: Result<void>(const Json& body, Change&).
template <typename Fill>
Response change_by(const Request& request, const CoreView& core, const CoreCommands& control, bool needs_condition,
                   Fill fill) {
  if (auto refused = refuse_unless_json(request)) return std::move(*refused);
  const auto query = Query::read(request, {"dry_run"});
  if (!query) return problem_of(query.error());
  const auto dry_run = query->flag("dry_run");
  if (!dry_run) return problem_of(dry_run.error());
  const auto body = read_object(request);
  if (!body) return problem_of(body.error());
  Change change;
  change.request.verb = wire::Verb::patch;
  change.request.dry_run = *dry_run;
  if (auto refused = take_condition(request, needs_condition, change.request)) return std::move(*refused);
  if (const auto filled = fill(*body, change); !filled) return problem_of(filled.error());
  return carry_out(core, control, std::move(change));
}

Result<void> fill_patch(const Json& body, Change& change) {
  auto changes = read_changes(body);
  if (!changes) return changes.error();
  change.request.changes = std::move(*changes);
  return {};
}

/// {"paths":[…]}; without it all overrides are taken back.
Result<void> fill_reset(const Json& body, Change& change) {
  if (const auto known = check_members(body, {"paths"}); !known) return known;
  const auto paths = body.find("paths");
  if (paths == body.end()) {
    change.request.verb = wire::Verb::replace;
    return {};
  }
  std::vector<std::string> list;
  for (const auto& path : *paths)
    if (path.is_string()) list.push_back(path.get<std::string>());
  if (!paths->is_array() || list.size() != paths->size())
    return Error{ExitCode::kUsage, "body.paths: is no list of texts; send {\"paths\":[\"trigger.threshold\"]}"};
  change.request.changes = resets_of(list);
  return {};
}

/// The document of /config/export. Calibration belongs to the hardware of a rig: it is compared, not taken over.
Result<void> fill_import(const Json& body, Change& change) {
  if (const auto known = check_members(body, {"tripline", "rig", "profile", "overrides", "calibration"}); !known)
    return known;
  const auto overrides = body.find("overrides");
  if (overrides == body.end() || !overrides->is_object())
    return Error{ExitCode::kUsage, "body.overrides: is missing; send what /api/v1/config/export gives"};
  change.request.verb = wire::Verb::replace;
  const auto calibration = body.value("calibration", Json::object());
  change.told["calibration_left_alone"] = !calibration.empty();
  return fill_patch(*overrides, change);
}

}  // namespace

Routes config_routes(const std::string& rig, const CoreView& core, const CoreCommands& control) {
  auto routes = config_read_routes(rig, core);
  const auto add = [&](std::string_view method, std::string_view path, bool needs_condition, auto fill) {
    routes.push_back({method, path, Role::kConfigure,
                      [&core, &control, needs_condition, fill](const Request& request, const PathValues&) {
                        return change_by(request, core, control, needs_condition, fill);
                      }});
  };
  add("PATCH", "/api/v1/config", true, fill_patch);
  add("POST", "/api/v1/config/reset", false, fill_reset);
  add("POST", "/api/v1/config/import", false, fill_import);
  return routes;
}

}  // namespace tripline
