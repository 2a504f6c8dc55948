#include "shim/cli/rig_mode.hpp"

#include <fmt/format.h>

#include <cstdio>

#include "shim/cli/rig_machine.hpp"
#include "shim/lifecycle/rig_services.hpp"

namespace tripline {

Result<void> rig_mode(const RigModeOptions& options) {
  const RigMachine machine(options.root);
  if (auto may = machine.check_may_change(fmt::format("rig mode {} {}", options.name, options.mode)); !may) return may;
  const auto lock = machine.registry().lock();
  if (!lock) return lock.error();
  if (const auto rig = find_rig(machine.registry(), options.name); !rig) return rig.error();
  const auto mode = *rig_mode_from(options.mode);
  if (auto set = machine.registry().set_mode(options.name, mode); !set) return set;
  if (machine.has_systemd()) {
    auto services = RigServices::open(options.name);
    if (auto told = services ? services->reload() : Result<void>(services.error()); !told) return told;
  }
  fmt::print("rig {} is in {} mode: {}\n", options.name, to_text(mode),
             mode == RigMode::kSafe ? "a core that has ended is not started again"
                                    : "systemd starts a core again that has ended badly");
  return {};
}

}  // namespace tripline
