#include "rt/config/config_store.hpp"

#include <flatbuffers/idl.h>
#include <fmt/format.h>

#include <fstream>
#include <iterator>

#include "rt/config/json_place.hpp"
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

ConfigValues merged(const std::array<ConfigValues, 5>& layers) {
  ConfigValues values;
  for (const auto& layer : layers)
    for (const auto& [path, json] : layer) values[path] = json;
  return values;
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

/// `file:line` of a field; the file alone when it cannot be read any more.
std::string place_in(const fs::path& file, const std::string& path) {
  std::ifstream stream(file);
  if (!stream) return file.string();
  const std::string text((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
  return fmt::format("{}:{}", file.string(), place_of(text, path).line);
}

}  // namespace

Result<ConfigStore> ConfigStore::load(const ConfigFiles& files, const ConfigValues& command_line,
                                      ConfigValidator validator) {
  ConfigStore store;
  store.fields_ = config_fields();
  std::array<ConfigValues, 5> layers;
  for (const auto& field : store.fields_) layers[0].emplace(field.path, field.default_json);
  auto profile = files.profile.empty() ? Result<ConfigValues>(ConfigValues{}) : load_layer(files.profile);
  if (!profile) return profile.error();
  auto calibration = load_if_there(files.calibration);
  if (!calibration) return calibration.error();
  auto overrides = load_if_there(files.overrides);
  if (!overrides) return overrides.error();
  layers[1] = std::move(*profile);
  layers[2] = std::move(*calibration);
  layers[3] = std::move(*overrides);
  layers[4] = command_line;
  store.files_ = files;
  if (validator) store.validators_.push_back(std::move(validator));
  if (auto applied = store.apply(std::move(layers)); !applied) return applied.error();
  return store;
}

Result<void> ConfigStore::apply(std::array<ConfigValues, 5> layers) {
  auto config = build(merged(layers));
  if (!config) return config.error();
  if (auto valid = validate(**config); !valid) return placed(valid.error(), layers);
  layers_ = std::move(layers);
  config_ = std::move(*config);
  ++revision_;
  return {};
}

Result<void> ConfigStore::validate(const wire::ConfigT& config) const {
  for (const auto& validator : validators_)
    if (auto valid = validator(config); !valid) return valid;
  return {};
}

Result<void> ConfigStore::demand(ConfigValidator validator) {
  if (auto valid = validator(*config_); !valid) return placed(valid.error(), layers_);
  validators_.push_back(std::move(validator));
  return {};
}

/// A list is one value, so the field before the first bracket says which layer all of it comes from.
Error ConfigStore::placed(const Error& error, const std::array<ConfigValues, 5>& layers) const {
  const auto path = error.message.substr(0, error.message.find(": "));
  const auto field = path.substr(0, path.find('['));
  const std::array files{fs::path(), files_.profile, files_.calibration, files_.overrides, fs::path("command line")};
  for (std::size_t i = layers.size(); i-- > 1;)
    if (layers[i].count(field) != 0)
      return {error.code, fmt::format("{}: {}", place_in(files[i], path), error.message)};
  return error;
}

std::vector<ConfigInForceValue> ConfigStore::values() const {
  std::vector<ConfigInForceValue> result;
  for (const auto& field : fields_) {
    ConfigInForceValue value{&field, {}, ConfigLayer::kDefaults, {}};
    for (std::size_t layer = 0; layer < layers_.size(); ++layer)
      if (const auto found = layers_[layer].find(field.path); found != layers_[layer].end())
        value.layers.push_back({static_cast<ConfigLayer>(layer), found->second});
    value.layer = value.layers.back().layer;
    value.json = value.layers.back().json;
    result.push_back(std::move(value));
  }
  return result;
}

std::array<ConfigValues, 5> ConfigStore::with_overrides(const ConfigValues& overrides) const {
  auto layers = layers_;
  layers[3] = overrides;
  return layers;
}

Result<void> ConfigStore::check_overrides(const ConfigValues& overrides) const {
  const auto candidate = build(merged(with_overrides(overrides)));
  if (!candidate) return candidate.error();
  return validate(**candidate);
}

Result<void> ConfigStore::replace_overrides(const ConfigValues& overrides) {
  if (auto valid = check_overrides(overrides); !valid) return valid;
  if (auto saved = save(files_.overrides, overrides); !saved) return saved;
  return apply(with_overrides(overrides));
}

ConfigChanged ConfigStore::difference(const ConfigValues& overrides) const {
  const auto before = merged(layers_);
  const auto after = merged(with_overrides(overrides));
  ConfigChanged changed;
  for (const auto& field : fields_) {
    if (before.at(field.path) == after.at(field.path)) continue;
    changed.paths.push_back(field.path);
    if (field.restart) changed.restart.push_back(field.path);
  }
  return changed;
}

Result<ConfigChanged> ConfigStore::change(const ConfigChangeSet& set) {
  const auto overrides = changed_overrides(layers_[3], set);
  if (!overrides) return overrides.error();
  if (*overrides == layers_[3]) return ConfigChanged{};
  auto changed = difference(*overrides);
  const auto done = set.dry_run ? check_overrides(*overrides) : replace_overrides(*overrides);
  if (!done) return done.error();
  return changed;
}

Result<void> ConfigStore::set(const std::string& path, const std::string& json) {
  auto assignment = parse_assignment(path, json);
  if (!assignment) return assignment.error();
  auto overrides = layers_[3];
  for (auto& [field, value] : *assignment) overrides[field] = std::move(value);
  return replace_overrides(overrides);
}

Result<void> ConfigStore::reset(const std::string& path) {
  if (path.empty()) return replace_overrides({});
  auto overrides = layers_[3];
  if (std::erase_if(overrides, [&](const auto& value) {
        return value.first == path || value.first.rfind(path + ".", 0) == 0;
      }) == 0)
    return Error{ExitCode::kBadConfig, fmt::format("{}: has no override to take back", path)};
  return replace_overrides(overrides);
}

Result<void> ConfigStore::add_command_line(ConfigValues values) {
  if (values.empty()) return {};
  auto layers = layers_;
  layers[4].merge(values);
  return apply(std::move(layers));
}

Result<std::string> ConfigStore::get(const std::string& path) const {
  ConfigValues selected;
  for (const auto& [name, json] : merged(layers_)) {
    if (name == path) return json;
    if (path.empty() || name.rfind(path + ".", 0) == 0) selected.emplace(name, json);
  }
  if (selected.empty())
    return Error{ExitCode::kBadConfig, fmt::format("{}: no such field; `tripline config` lists every field", path)};
  return layer_json(selected);
}

}  // namespace tripline
