// rig_list: `tripline rig list`.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "rt/base/result.hpp"
#include "shim/lifecycle/rig_registry.hpp"
#include "shim/lifecycle/rig_units.hpp"

namespace tripline {

struct RigListOptions {
  bool json = false;
  std::string root = "/";
};

/// One rig of the list.
struct RigRow {
  RegisteredRig rig;
  std::array<std::optional<UnitState>, kRigUnits.size()> units;  ///< in their order
};

/// Errors: kBadConfig when a rig's file is bad or two have one port, kNoPermission or kNoInput when one cannot be read;
/// all of it was said.
Result<void> rig_list(const RigListOptions& options);

std::string rig_table(const std::vector<RigRow>& rows);
std::string rig_json(const std::vector<RigRow>& rows, const std::vector<std::string>& conflicts);

}  // namespace tripline
