#include "rt/settings/profile.hpp"

#include <fmt/format.h>

namespace tripline {
namespace {

namespace fs = std::filesystem;

fs::path built_in_profiles() {
  std::error_code ignored;
  return fs::read_symlink("/proc/self/exe", ignored).parent_path().parent_path() / "share/profiles";
}

}  // namespace

Result<fs::path> find_profile(const fs::path& config_dir, const std::string& profile) {
  if (profile.empty() || profile.front() == '.' || profile.find('/') != std::string::npos)
    return Error{ExitCode::kUsage, fmt::format("profile '{}': give a name such as demo, not a path", profile)};
  const auto name = profile + ".json";
  std::error_code ignored;
  for (const auto& dir : {config_dir, built_in_profiles()})
    if (fs::exists(dir / name, ignored)) return dir / name;
  return Error{ExitCode::kNoInput, fmt::format("profile '{}': no {} in {} or {}; choose another with --profile",
                                               profile, name, config_dir.string(), built_in_profiles().string())};
}

}  // namespace tripline
