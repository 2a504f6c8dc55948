// RigRegistry: the rigs of a machine. It is the directories /etc/tripline/<rig> with a rig.env, and nothing besides
// that could disagree with them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rt/base/result.hpp"
#include "rt/base/unique_fd.hpp"
#include "shim/lifecycle/rig_env.hpp"

namespace tripline {

/// Whether systemd starts a core again that has ended: kProduction. As shipped; kSafe is a drop-in beside the unit.
enum class RigMode : std::uint8_t { kProduction, kSafe };

/// `production` or `safe`.
std::string_view to_text(RigMode mode) noexcept;
std::optional<RigMode> rig_mode_from(std::string_view text) noexcept;

struct RegisteredRig {
  std::string name;
  Result<RigEnv> env;  ///< or what is wrong with its file
  RigMode mode = RigMode::kProduction;
};

/// Files alone; no unit is started or stopped. Who changes something holds the lock. Errors of all: kNoPermission,
/// kCannotCreate.
class RigRegistry {
 public:
  /// `root` stands for /: of this machine, of an image, of a test.
  explicit RigRegistry(std::filesystem::path root) : root_(std::move(root)) {}

  /// Waits for another holder. Errors: also kInUse, when that takes longer than limits::kRegistryWait.
  Result<UniqueFd> lock() const;

  /// By name. A rig whose file is bad or cannot be read is there all the same. Errors: kNoPermission.
  Result<std::vector<RegisteredRig>> rigs() const;
  /// What the rig had when it was removed, where that is still known.
  std::optional<RigEnv> formerly(const std::string& name) const;

  /// Nothing of it is there when it fails. A directory that is there already keeps what is in it.
  Result<void> add(const std::string& name, const RigEnv& env) const;
  /// Its file is renamed, so that calibration and profiles stay. With `purge` they go, and the units' drop-ins with
  /// them.
  Result<void> remove(const std::string& name, bool purge) const;
  Result<void> set_mode(const std::string& name, RigMode mode) const;
  RigMode mode_of(const std::string& name) const;

  const std::filesystem::path& root() const noexcept { return root_; }
  std::filesystem::path config_dir(const std::string& name) const;

 private:
  Result<void> add_directory(const std::string& name, const RigEnv& env) const;
  std::filesystem::path drop_in_dir(std::string_view unit, const std::string& name) const;

  std::filesystem::path root_;
};

}  // namespace tripline
