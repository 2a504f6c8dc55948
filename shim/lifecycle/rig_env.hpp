// RigEnv: what the units of a rig are started with: its file rig.env, which systemd reads as an EnvironmentFile=.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "rt/base/result.hpp"

namespace tripline {

/// Both keys, once each, are all that the file says.
struct RigEnv {
  std::string profile;     ///< TRIPLINE_PROFILE
  std::uint16_t port = 0;  ///< TRIPLINE_PORT: of the page

  bool operator==(const RigEnv&) const = default;
};

/// Stricter than systemd (no quotes, no backslashes), so that both read the same. Errors: kBadConfig,
/// `<file>:<line>: what; remedy`.
Result<RigEnv> parse_rig_env(std::string_view text, const std::string& file);

/// Errors: kNoInput, kNoPermission; those of parse_rig_env().
Result<RigEnv> read_rig_env(const std::filesystem::path& file);

/// The whole file.
std::string to_text(const RigEnv& env);

/// A profile that the file can name: 1 to limits::kProfileNameBytes of letters, digits, '.', '_' and '-'; no dot first.
/// Errors: kUsage.
Result<void> check_profile_name(std::string_view profile);

/// A port that the web process, which has no capability, may bind. Errors: kUsage.
Result<void> check_rig_port(std::uint32_t port);

}  // namespace tripline
