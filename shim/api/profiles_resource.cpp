#include "shim/api/profiles_resource.hpp"

#include <fmt/format.h>

#include <map>
#include <string>
#include <utility>

#include "rt/config/layer.hpp"
#include "schemas/config_in_force_generated.h"
#include "shim/api/error_problem.hpp"
#include "shim/api/json.hpp"
#include "shim/api/query.hpp"

namespace tripline {
namespace {

namespace fs = std::filesystem;

struct Profile {
  fs::path file;
  std::string_view origin;  ///< `rig` or `built-in`
};

// What the rig's directory holds beside profiles.
bool is_profile(const fs::path& file) {
  const auto name = file.filename().string();
  return file.extension() == ".json" && !name.starts_with('.') && name != "calibration.json";
}

void collect_profiles(const fs::path& dir, std::string_view origin, std::map<std::string, Profile>& profiles) {
  std::error_code ignored;
  for (fs::directory_iterator entry(dir, ignored), end; entry != end; entry.increment(ignored))
    if (is_profile(entry->path())) profiles.try_emplace(entry->path().stem().string(), Profile{entry->path(), origin});
}

std::map<std::string, Profile> profiles_of(const RigPlace& place) {
  std::map<std::string, Profile> profiles;
  collect_profiles(place.config_dir, "rig", profiles);
  collect_profiles(place.built_in_profiles, "built-in", profiles);
  return profiles;
}

Json profile_in_force(const CoreView& core) {
  const auto config = core.newest_config();
  return config ? Json(wire::GetConfigInForce(config->message.data())->profile()->str()) : Json(nullptr);
}

/// With what is wrong in it, as the core would refuse it at its start; "" when it can be read.
Json profile_head(const std::string& name, const Profile& profile, const Result<ConfigValues>& layer) {
  return {{"name", name},
          {"origin", profile.origin},
          {"file", profile.file.string()},
          {"fault", layer ? std::string() : layer.error().message}};
}

Response list_profiles(const Request& request, const RigPlace& place, const CoreView& core) {
  if (const auto query = Query::read(request, {}); !query) return problem_of(query.error());
  auto list = Json::array();
  for (const auto& [name, profile] : profiles_of(place))
    list.push_back(profile_head(name, profile, load_layer(profile.file)));
  return json_response(json_text({{"in_force", profile_in_force(core)}, {"profiles", std::move(list)}}));
}

Response tell_profile(const Request& request, const RigPlace& place, const std::string& name) {
  if (const auto query = Query::read(request, {}); !query) return problem_of(query.error());
  const auto profiles = profiles_of(place);
  const auto found = profiles.find(name);
  if (found == profiles.end())
    return problem(404, fmt::format("there is no profile '{}'", name),
                   {"path.name", "GET /api/v1/profiles lists those that there are"});
  const auto layer = load_layer(found->second.file);
  auto document = profile_head(name, found->second, layer);
  auto& values = document["values"] = Json::object();
  if (layer)
    for (const auto& [path, json] : *layer) values[path] = parse_json(json);
  return json_response(json_text(document));
}

}  // namespace

Routes profiles_routes(const RigPlace& place, const CoreView& core) {
  return {{"GET", "/api/v1/profiles", Role::kRead,
           [place, &core](const Request& request, const PathValues&) { return list_profiles(request, place, core); }},
          {"GET", "/api/v1/profiles/{name}", Role::kRead,
           [place](const Request& request, const PathValues& path) { return tell_profile(request, place, path[0]); }}};
}

}  // namespace tripline
