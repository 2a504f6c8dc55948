// rig_mode: `tripline rig mode`.
#pragma once

#include <string>

#include "rt/base/result.hpp"

namespace tripline {

struct RigModeOptions {
  std::string name;
  std::string mode;  ///< `safe` or `production`
  std::string root = "/";
};

/// Holds for a running core too, from its next end on. Errors: kNoInput, kNoPermission.
Result<void> rig_mode(const RigModeOptions& options);

}  // namespace tripline
