// ConfigChange: what is to become of several fields' overrides, together or not at all.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rt/base/result.hpp"
#include "rt/config/layer.hpp"

namespace tripline {

struct ConfigChange {
  std::string path;                 ///< of a field, e.g. `trigger.threshold`
  std::optional<std::string> json;  ///< nothing: its override is taken back
};

struct ConfigChangeSet {
  std::vector<ConfigChange> changes;
  bool replaces = false;  ///< they are all overrides that there shall be
  bool dry_run = false;   ///< checked, not carried out
};

/// What a change of the overrides does to the values in force.
struct ConfigChanged {
  std::vector<std::string> paths;    ///< fields that have another value now
  std::vector<std::string> restart;  ///< those of them that take effect after a restart of the core
};

/// `overrides` with these changes. Errors: kBadConfig, `path: what is wrong, what is allowed`.
Result<ConfigValues> changed_overrides(ConfigValues overrides, const ConfigChangeSet& set);

}  // namespace tripline
