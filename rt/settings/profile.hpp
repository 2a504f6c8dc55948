// A profile is a named configuration: `<name>.json` in the rig's directory, or among those that come with the programs.
#pragma once

#include <filesystem>
#include <string>

#include "rt/base/result.hpp"

namespace tripline {

/// The profile's file: in `config_dir` when it is there, else in share/profiles beside the program's bin.
/// Errors: kUsage for a name that is no file name, kNoInput naming where it was looked for.
Result<std::filesystem::path> find_profile(const std::filesystem::path& config_dir, const std::string& profile);

}  // namespace tripline
