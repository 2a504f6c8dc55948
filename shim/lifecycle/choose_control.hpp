// choose_control: who starts and stops the core of this rig: the supervisor when one is there, else systemd, else
// nobody.
#pragma once

#include <memory>
#include <string>

#include "rt/ipc/run_dir.hpp"
#include "shim/lifecycle/core_control.hpp"

namespace tripline {

/// systemd runs here, and this is the run directory that its units have.
bool is_run_by_systemd(const std::string& rig, const RunDir& run_dir);

/// Never null. systemd's units are for /run/tripline/<rig> alone: in any other run directory nobody controls the core.
std::unique_ptr<CoreControl> choose_control(const std::string& rig, const RunDir& run_dir);

}  // namespace tripline
