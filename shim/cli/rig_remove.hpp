// rig_remove: `tripline rig remove`.
#pragma once

#include <string>

#include "rt/base/result.hpp"

namespace tripline {

struct RigRemoveOptions {
  std::string name;
  bool purge = false;
  std::string root = "/";
};

/// Stops and disables its units first; when that fails, the rig stays. Recordings are never touched. Errors: kNoInput
/// with the rigs that there are; kNoPermission, kSystem.
Result<void> rig_remove(const RigRemoveOptions& options);

}  // namespace tripline
