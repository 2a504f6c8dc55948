// The reading half of /api/v1/config.
#include "shim/api/config_read.hpp"

#include <fmt/format.h>

#include "shim/api/config_document.hpp"
#include "shim/api/error_problem.hpp"
#include "shim/api/query.hpp"

namespace tripline {
namespace {

/// One of the documents about an event, when it is there and the caller has not got it yet.
template <typename MakeDocument>
Response document(const Request& request, const CoreView& core, MakeDocument make) {
  if (const auto query = Query::read(request, {}); !query) return problem_of(query.error());
  const auto event = core.newest_config();
  if (!event) return no_config();
  const auto tag = tag_of(*event);
  Response response;
  response.status = 304;
  if (!lists_tag(request.header("If-None-Match"), tag)) response = json_response(json_text(make(*event)));
  // Kept by the caller, but asked about each time.
  response.headers = {{"Cache-Control", "no-cache"}, {"ETag", to_text(tag)}};
  return response;
}

Response schema(const Request& request) {
  if (const auto query = Query::read(request, {}); !query) return problem_of(query.error());
  return json_response(json_text(config_schema_json()));
}

Response export_file(const Request& request, const std::string& rig, const CoreView& core) {
  auto response = document(request, core, [&rig](const Event& event) { return config_export_json(event, rig); });
  const auto name = fmt::format("tripline-{}-config.json", rig);
  if (response.status == 200)
    response.headers.push_back({"Content-Disposition", fmt::format("attachment; filename=\"{}\"", name)});
  return response;
}

}  // namespace

Response no_config() {
  return problem(503, "no core has told its configuration",
                 {"", "start the core: POST /api/v1/core/start, or `tripline rig run`"});
}

Routes config_read_routes(const std::string& rig, const CoreView& core) {
  return {
      {"GET", "/api/v1/config", Role::kRead,
       [&core](const Request& request, const PathValues&) { return document(request, core, config_json); }},
      {"GET", "/api/v1/config/diff", Role::kRead,
       [&core](const Request& request, const PathValues&) { return document(request, core, config_diff_json); }},
      {"GET", "/api/v1/config/export", Role::kRead,
       [rig, &core](const Request& request, const PathValues&) { return export_file(request, rig, core); }},
      {"GET", "/api/v1/config/schema", Role::kRead,
       [](const Request& request, const PathValues&) { return schema(request); }},
  };
}

}  // namespace tripline
