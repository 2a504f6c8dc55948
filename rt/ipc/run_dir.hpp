// The directories of a rig: the run directory with its sockets and lock, and the state directory.
#pragma once

#include <filesystem>
#include <string>

#include "rt/base/result.hpp"

namespace tripline {

struct RunDir {
  std::filesystem::path path;

  std::string events_endpoint() const { return "ipc://" + (path / "events.sock").string(); }
  std::string control_endpoint() const { return "ipc://" + (path / "control.sock").string(); }
  std::filesystem::path core_lock() const { return path / "core.lock"; }
};

/// Where the rig's run directory is. The first that applies: `wanted` when not empty, $TRIPLINE_RUN_DIR,
/// /run/tripline/<rig> when it exists or the caller is root, $XDG_RUNTIME_DIR/tripline/<rig>,
/// /tmp/tripline-<uid>/<rig>.
RunDir find_run_dir(const std::string& rig, const std::string& wanted = {});

/// Where what outlives a restart is kept: overrides, recordings. The first that applies: `wanted` when not empty,
/// $STATE_DIRECTORY (systemd), /var/lib/tripline/<rig> for root, $XDG_STATE_HOME/tripline/<rig>,
/// $HOME/.local/state/tripline/<rig>, /tmp/tripline-<uid>/state/<rig>.
std::filesystem::path find_state_dir(const std::string& rig, const std::string& wanted = {});

/// Creates the directory (0750 for the last step) when missing. Errors: kCannotCreate with the path and the remedy;
/// kUsage when the path is too long for a Unix socket (107 bytes); kNoPermission when it, or the directory that it is
/// in, belongs to somebody who is neither this user, root nor of its groups, or when everybody may write there.
Result<void> make_run_dir(const RunDir& dir);

/// A rig's name is 1..32 of a-z, 0-9, '-' and starts with a letter. Errors: kUsage.
Result<void> check_rig_name(const std::string& rig);

}  // namespace tripline
