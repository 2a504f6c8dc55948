#include "rt/config/config_store.hpp"

#include <flatbuffers/idl.h>
#include <fmt/format.h>

#include <fstream>

#include "schemas/config_bfbs_generated.h"

namespace tripline {
namespace {

namespace fs = std::filesystem;

Result<ConfigValues> load_if_there(const fs::path& file) {
  std::error_code ignored;
  if (file.empty() || !fs::exists(file, ignored)) return ConfigValues{};
  return load_layer(file);
}

Result<std::unique_ptr<wire::ConfigT>> build(const ConfigValues& values) {
  flatbuffers::IDLOptions options;
  options.force_defaults = true;
  flatbuffers::Parser parser(options);
  RT_CHECK(parser.Deserialize(wire::ConfigBinarySchema::data(), wire::ConfigBinarySchema::size()));
  if (!parser.ParseJson(layer_json(values).c_str(), "merged configuration"))
    return Error{ExitCode::kBadConfig, parser.error_};
  return wire::UnPackConfig(parser.builder_.GetBufferPointer());
}

/// Written beside the file and renamed, so that a power cut leaves the old one or the new one.
Result<void> save(const fs::path& file, const ConfigValues& values) {
  if (file.empty()) return {};
  std::error_code error;
  fs::create_directories(file.parent_path(), error);
  const auto fresh = fs::path(file.string() + ".new");
  std::ofstream stream(fresh);
  stream << "// Set from the UI or the command line; `tripline reset` takes it back.\n" << layer_json(values);
  stream.close();
  if (!stream.fail()) fs::rename(fresh, file, error);
  if (stream.fail() || error)
    return Error{ExitCode::kCannotCreate,
                 fmt::format("{}: cannot save the overrides; is the directory writable?", file.string())};
  return {};
}

}  // namespace

Result<ConfigStore> ConfigStore::load(const ConfigFiles& files, const ConfigValues& command_line) {
  ConfigStore store;
  store.fields_ = config_fields();
  for (const auto& field : store.fields_) store.layers_[0].emplace(field.path, field.default_json);
  auto profile = files.profile.empty() ? Result<ConfigValues>(ConfigValues{}) : load_layer(files.profile);
  if (!profile) return profile.error();
  auto calibration = load_if_there(files.calibration);
  if (!calibration) return calibration.error();
  auto overrides = load_if_there(files.overrides);
  if (!overrides) return overrides.error();
  store.layers_[1] = std::move(*profile);
  store.layers_[2] = std::move(*calibration);
  store.layers_[3] = std::move(*overrides);
  store.layers_[4] = command_line;
  store.overrides_file_ = files.overrides;
  if (auto built = store.rebuild(); !built) return built.error();
  return store;
}

ConfigValues ConfigStore::merged() const {
  ConfigValues values;
  for (const auto& layer : layers_)
    for (const auto& [path, json] : layer) values[path] = json;
  return values;
}

Result<void> ConfigStore::rebuild() {
  auto config = build(merged());
  if (!config) return config.error();
  config_ = std::move(*config);
  ++revision_;
  return {};
}

std::vector<ConfigInForceValue> ConfigStore::values() const {
  std::vector<ConfigInForceValue> result;
  for (const auto& field : fields_) {
    ConfigInForceValue value{&field, {}, ConfigLayer::kDefaults};
    for (std::size_t layer = 0; layer < layers_.size(); ++layer)
      if (const auto found = layers_[layer].find(field.path); found != layers_[layer].end())
        value = {&field, found->second, static_cast<ConfigLayer>(layer)};
    result.push_back(std::move(value));
  }
  return result;
}

Result<void> ConfigStore::replace_overrides(ConfigValues overrides) {
  if (auto saved = save(overrides_file_, overrides); !saved) return saved;
  layers_[3] = std::move(overrides);
  return rebuild();
}

Result<void> ConfigStore::set(const std::string& path, const std::string& json) {
  auto assignment = parse_assignment(path, json);
  if (!assignment) return assignment.error();
  auto overrides = layers_[3];
  overrides[path] = assignment->at(path);
  return replace_overrides(std::move(overrides));
}

Result<void> ConfigStore::reset(const std::string& path) {
  if (path.empty()) return replace_overrides({});
  auto overrides = layers_[3];
  if (overrides.erase(path) == 0)
    return Error{ExitCode::kBadConfig, fmt::format("{}: has no override to take back", path)};
  return replace_overrides(std::move(overrides));
}

Result<std::string> ConfigStore::get(const std::string& path) const {
  ConfigValues selected;
  for (const auto& [name, json] : merged()) {
    if (name == path) return json;
    if (path.empty() || name.rfind(path + ".", 0) == 0) selected.emplace(name, json);
  }
  if (selected.empty())
    return Error{ExitCode::kBadConfig, fmt::format("{}: no such field; `tripline config` lists every field", path)};
  return layer_json(selected);
}

}  // namespace tripline
