#include "shim/lifecycle/rig_units.hpp"

#include <fmt/format.h>

#include <utility>

namespace tripline {

std::string systemd_unit_name(std::string_view unit, std::string_view rig) {
  return fmt::format("tripline-{}@{}.service", unit == "core" ? "rt" : unit, rig);
}

RigUnits::RigUnits(const std::string& rig, RunDir run_dir, bool has_systemd) : run_dir_(std::move(run_dir)) {
  if (!has_systemd) return;
  for (const auto unit : kRigUnits)
    services_.emplace(unit, std::make_unique<SystemdWatch>(systemd_unit_name(unit, rig)));
}

std::optional<UnitState> RigUnits::state(std::string_view unit) const {
  if (auto supervised = read_unit_state(run_dir_.path, unit)) return supervised;
  const auto service = services_.find(unit);
  return service == services_.end() ? std::nullopt : service->second->state();
}

}  // namespace tripline
