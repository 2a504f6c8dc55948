// The configuration in force: layers, later ones win; live changes go to the overrides.
#pragma once

#include <array>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "rt/base/result.hpp"
#include "rt/config/config_change.hpp"
#include "rt/config/field.hpp"
#include "rt/config/layer.hpp"
#include "schemas/config_generated.h"

namespace tripline {

/// Same values as wire::ConfigLayer.
enum class ConfigLayer : std::uint8_t { kDefaults, kProfile, kCalibration, kOverrides, kCommandLine };

/// What one layer says about a field.
struct LayerValue {
  ConfigLayer layer = ConfigLayer::kDefaults;
  std::string json;
};

struct ConfigInForceValue {
  const ConfigField* field = nullptr;
  std::string json;
  ConfigLayer layer = ConfigLayer::kDefaults;
  std::vector<LayerValue> layers;  ///< all that set it, the lowest first; the last one is in force
};

/// Where the layers' files are. A missing calibration or overrides file is an empty layer.
struct ConfigFiles {
  std::filesystem::path profile;
  std::filesystem::path calibration;
  std::filesystem::path overrides;
};

/// What ranges cannot say, e.g. whether a strobe pattern is within the lamp's limits. Asked before anything is applied.
/// Where its message begins with a field's path (`signals.rules[2].scale: `), file and line are put before it.
using ConfigValidator = std::function<Result<void>(const wire::ConfigT&)>;

/// Thread: one (ordinary).
class ConfigStore {
 public:
  /// Errors: kBadConfig, kNoInput, those of `validator`; nothing is half applied.
  static Result<ConfigStore> load(const ConfigFiles& files, const ConfigValues& command_line,
                                  ConfigValidator validator = {});

  /// Asks `validator` too, now and from now on. Errors: those of `validator`; then it is not asked again.
  Result<void> demand(ConfigValidator validator);

  /// Every field with its value and source, in the schema's order.
  std::vector<ConfigInForceValue> values() const;
  /// The whole as the object the wiring reads.
  const wire::ConfigT& config() const { return *config_; }
  std::uint32_t revision() const { return revision_; }

  /// Sets a field, or several of a table, in the overrides and saves them. Errors: kBadConfig, kCannotCreate; then
  /// nothing changes.
  Result<void> set(const std::string& path, const std::string& json);
  /// Takes back the override of a field, of a table's fields, or of all for an empty path. Calibration stays. Errors:
  /// as set().
  Result<void> reset(const std::string& path);
  /// Changes several overrides together and saves them. Errors: kBadConfig, `path: what is wrong`; kCannotCreate; those
  /// of the validators. Then nothing changes. Where nothing is to change, the revision stays.
  Result<ConfigChanged> change(const ConfigChangeSet& set);
  /// Adds to the command line's layer, not saved. Errors: those of `validator`; then nothing changes.
  Result<void> add_command_line(ConfigValues values);
  /// JSON of a field, of a whole table (`trigger`), or of everything for an empty path. Errors: kBadConfig.
  Result<std::string> get(const std::string& path) const;

 private:
  ConfigStore() = default;
  Result<void> apply(std::array<ConfigValues, 5> layers);
  Result<void> validate(const wire::ConfigT& config) const;
  Error placed(const Error& error, const std::array<ConfigValues, 5>& layers) const;
  std::array<ConfigValues, 5> with_overrides(const ConfigValues& overrides) const;
  Result<void> check_overrides(const ConfigValues& overrides) const;
  ConfigChanged difference(const ConfigValues& overrides) const;
  Result<void> replace_overrides(const ConfigValues& overrides);

  std::vector<ConfigField> fields_;
  std::array<ConfigValues, 5> layers_;
  ConfigFiles files_;
  std::vector<ConfigValidator> validators_;
  std::unique_ptr<wire::ConfigT> config_;
  std::uint32_t revision_ = 0;
};

}  // namespace tripline
