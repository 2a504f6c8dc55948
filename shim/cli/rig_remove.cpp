#include "shim/cli/rig_remove.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <optional>

#include "shim/cli/rig_machine.hpp"
#include "shim/lifecycle/rig_services.hpp"

namespace tripline {
namespace {

void say_removed(const RigMachine& machine, const RigRemoveOptions& options) {
  const auto dir = machine.registry().config_dir(options.name).string();
  const auto state = machine.registry().root() / "var/lib";
  fmt::print("rig {} is removed; {}; its recordings are in {}, its settings made on the page in {}\n", options.name,
             options.purge ? dir + " is gone with all that was in it"
                           : fmt::format("its configuration and calibration stay in {} for `tripline rig add {}`", dir,
                                         options.name),
             (state / "tripline-log" / options.name).string(), (state / "tripline" / options.name).string());
}

}  // namespace

Result<void> rig_remove(const RigRemoveOptions& options) {
  const RigMachine machine(options.root);
  if (auto may = machine.check_may_change("rig remove " + options.name); !may) return may;
  const auto lock = machine.registry().lock();
  if (!lock) return lock.error();
  if (const auto rig = find_rig(machine.registry(), options.name); !rig) return rig.error();
  auto services = machine.has_systemd() ? std::optional(RigServices::open(options.name)) : std::nullopt;
  if (services && !*services) return services->error();
  if (services)
    if (auto retired = (*services)->retire(); !retired) return retired;
  if (auto removed = machine.registry().remove(options.name, options.purge); !removed) return removed;
  if (services && options.purge)
    if (auto told = (*services)->reload(); !told) return told;  // of drop-ins that are gone
  say_removed(machine, options);
  return {};
}

}  // namespace tripline
