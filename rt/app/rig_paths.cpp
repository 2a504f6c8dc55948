#include "rt/app/rig_paths.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include "rt/settings/profile.hpp"

namespace tripline {
namespace {

namespace fs = std::filesystem;

Result<void> make_state_dir(const fs::path& dir) {
  std::error_code error;
  fs::create_directories(dir, error);
  if (error || ::access(dir.c_str(), W_OK) != 0)
    return Error{ExitCode::kCannotCreate,
                 fmt::format("state directory {}: cannot write there: {}; choose another with --state-dir",
                             dir.string(), error ? error.message() : "permission denied")};
  return {};
}

}  // namespace

Result<RigPaths> find_rig_paths(const CoreOptions& options) {
  if (auto named = check_rig_name(options.rig); !named) return named.error();
  RigPaths paths;
  const fs::path config_dir =
      options.config_dir.empty() ? fs::path("/etc/tripline") / options.rig : fs::path(options.config_dir);
  auto profile = find_profile(config_dir, options.profile);
  if (!profile) return profile.error();
  paths.profile = *profile;
  paths.run = find_run_dir(options.rig, options.run_dir);
  paths.state = find_state_dir(options.rig, options.state_dir);
  if (auto made = make_run_dir(paths.run); !made) return made.error();
  if (auto made = make_state_dir(paths.state); !made) return made.error();
  paths.config = {paths.profile, config_dir / "calibration.json", paths.state / (options.profile + ".overrides.json")};
  return paths;
}

}  // namespace tripline
