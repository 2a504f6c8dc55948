// The state directory of a rig: what outlives a restart, such as its recordings.
#pragma once

#include <filesystem>
#include <string>

namespace tripline {

/// The first that applies: `wanted` when not empty, $STATE_DIRECTORY (systemd), /var/lib/tripline/<rig> for root,
/// $XDG_STATE_HOME/tripline/<rig>, $HOME/.local/state/tripline/<rig>, /tmp/tripline-<uid>/state/<rig>.
std::filesystem::path find_state_dir(const std::string& rig, const std::string& wanted);

}  // namespace tripline
