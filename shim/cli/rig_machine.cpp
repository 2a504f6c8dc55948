#include "shim/cli/rig_machine.hpp"

#include <fmt/format.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#include <algorithm>
#include <map>

#include "rt/ipc/run_dir.hpp"

namespace tripline {

bool RigMachine::has_systemd() const noexcept { return is_this_one() && ::sd_booted() > 0; }

Result<void> RigMachine::check_may_change(const std::string& command) const {
  if (!is_this_one() || ::geteuid() == 0) return {};
  return Error{ExitCode::kNoPermission,
               fmt::format("the rigs of this machine are root's to change: sudo tripline {}", command)};
}

Result<RegisteredRig> find_rig(const RigRegistry& registry, const std::string& name) {
  if (const auto named = check_rig_name(name); !named) return named.error();
  const auto rigs = registry.rigs();
  if (!rigs) return rigs.error();
  std::string names;
  for (const auto& rig : *rigs) {
    if (rig.name == name) return rig;
    names += (names.empty() ? "" : ", ") + rig.name;
  }
  return Error{ExitCode::kNoInput,
               fmt::format("there is no rig {}; {}", name,
                           names.empty() ? "there is none at all: add one with `tripline rig add NAME`"
                                         : "there are: " + names)};
}

std::vector<std::string> port_conflicts(const std::vector<RegisteredRig>& rigs) {
  std::map<std::uint16_t, std::vector<std::string>> rigs_by_port;
  for (const auto& rig : rigs)
    if (rig.env) rigs_by_port[rig.env->port].push_back(rig.name);
  std::vector<std::string> conflicts;
  for (const auto& [port, names] : rigs_by_port)
    if (names.size() > 1)
      conflicts.push_back(fmt::format("port {} is that of {}; give each its own TRIPLINE_PORT in its rig.env", port,
                                      fmt::join(names, " and ")));
  return conflicts;
}

}  // namespace tripline
