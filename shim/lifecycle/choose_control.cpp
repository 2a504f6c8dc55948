#include "shim/lifecycle/choose_control.hpp"

#include <systemd/sd-daemon.h>

#include "shim/lifecycle/no_control.hpp"
#include "shim/lifecycle/supervisor_control.hpp"
#include "shim/lifecycle/supervisor_socket.hpp"
#include "shim/lifecycle/systemd_control.hpp"

namespace tripline {

bool is_run_by_systemd(const std::string& rig, const RunDir& run_dir) {
  return run_dir.path == std::filesystem::path("/run/tripline") / rig && ::sd_booted() > 0;
}

std::unique_ptr<CoreControl> choose_control(const std::string& rig, const RunDir& run_dir) {
  std::error_code ignored;
  if (std::filesystem::exists(SupervisorSocket::path_of(run_dir.path), ignored))
    return std::make_unique<SupervisorControl>(run_dir);
  if (is_run_by_systemd(rig, run_dir)) return std::make_unique<SystemdControl>(rig);
  return std::make_unique<NoControl>(run_dir);
}

}  // namespace tripline
