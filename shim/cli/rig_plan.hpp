// RigPlan: what `tripline rig run` starts: the options of a run, turned into the command lines of its programs.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "rt/ipc/run_dir.hpp"
#include "shim/lifecycle/unit.hpp"

namespace tripline {

struct RigRunOptions {
  std::string rig = "main";
  std::string profile = "demo";
  std::string run_dir;     ///< empty: as find_run_dir() chooses
  std::string state_dir;   ///< empty: as find_state_dir() chooses
  std::string config_dir;  ///< empty: the core's own choice
  std::string frames;
  std::string can_log;
  std::vector<std::string> dbc;
  std::vector<std::string> set;  ///< path=value
  std::string token_file;        ///< of the web process, as are the next two
  std::vector<std::string> hosts;
  std::vector<std::string> origins;
  std::optional<std::uint16_t> port;
  std::optional<double> seconds;
};

/// Core, recorder, web; `programs` is the directory they are in. The core alone keeps capabilities.
std::vector<UnitPlan> plan_units(const RigRunOptions& options, const std::filesystem::path& programs,
                                 const RunDir& run_dir, const std::filesystem::path& state_dir, std::uint16_t port);

}  // namespace tripline
