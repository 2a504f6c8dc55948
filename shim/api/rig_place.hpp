// RigPlace: where the files of a rig are.
#pragma once

#include <filesystem>
#include <string>

#include "rt/ipc/run_dir.hpp"

namespace tripline {

struct RigPlace {
  std::string rig;
  RunDir run_dir;
  std::filesystem::path state_dir;
  std::filesystem::path config_dir;
  std::filesystem::path built_in_profiles;
};

}  // namespace tripline
