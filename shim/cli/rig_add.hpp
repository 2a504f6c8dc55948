// rig_add: `tripline rig add`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "rt/base/result.hpp"

namespace tripline {

struct RigAddOptions {
  std::string name;
  std::string profile;  ///< empty: what it had before it was removed, else demo
  std::optional<std::uint16_t> port;
  std::string mode;  ///< empty: as its drop-in says
  bool no_start = false;
  std::string root = "/";
};

/// Writes the rig's directory, and where systemd runs enables and starts its units. The rig is not added when they
/// cannot be enabled. Errors: kUsage, kNoPermission, kInUse, kNoInput for an unknown profile; kSystem: it is added, and
/// what did not start was said.
Result<void> rig_add(const RigAddOptions& options);

}  // namespace tripline
