// Where the rig's files are.
#pragma once

#include <filesystem>

#include "rt/app/options.hpp"
#include "rt/config/config_store.hpp"
#include "rt/ipc/run_dir.hpp"

namespace tripline {

struct RigPaths {
  RunDir run;
  std::filesystem::path state;
  std::filesystem::path profile;  ///< the file
  ConfigFiles config;
};

/// Finds the profile and makes the run and state directories. Errors: kUsage, kNoInput naming where a profile was
/// looked for, kCannotCreate.
Result<RigPaths> find_rig_paths(const CoreOptions& options);

}  // namespace tripline
