#include "shim/lifecycle/rig_services.hpp"

#include <fmt/format.h>

#include <utility>

#include "rt/base/limits.hpp"
#include "rt/base/time.hpp"
#include "shim/lifecycle/rig_units.hpp"
#include "shim/lifecycle/systemd_job.hpp"
#include "shim/lifecycle/systemd_unit_files.hpp"
#include "shim/lifecycle/systemd_watch.hpp"

namespace tripline {

RigServices::RigServices(SystemBus bus, const std::string& rig) : bus_(std::move(bus)) {
  for (const auto unit : kRigUnits) units_.push_back(systemd_unit_name(unit, rig));
}

Result<RigServices> RigServices::open(const std::string& rig) {
  auto bus = open_system_bus();
  if (!bus) return bus.error();
  return RigServices(std::move(*bus), rig);
}

Result<void> RigServices::enable() {
  auto done = enable_systemd_units(bus_.get(), units_);
  if (done) done = reload();
  if (!done) {
    [[maybe_unused]] const auto as_before = disable_systemd_units(bus_.get(), units_);
  }
  return done;
}

std::vector<std::string> RigServices::start() {
  std::vector<std::string> failures;
  for (const auto& unit : units_)
    if (auto why = start_one(unit); !why.empty()) failures.push_back(fmt::format("{} did not start: {}", unit, why));
  return failures;
}

std::string RigServices::start_one(const std::string& unit) {
  const auto result = run_systemd_job(bus_.get(), Verb::kStart, unit, MonoClock::now() + limits::kRigStart);
  if (!result) return result.error().message;
  if (*result == "done") return {};
  if (result->empty()) return fmt::format("it is still on its way; see `systemctl status {}`", unit);
  const auto state = SystemdWatch(unit).state();
  return state && !state->reason.empty() ? state->reason
                                         : fmt::format("systemd's job: {}; see `systemctl status {}`", *result, unit);
}

Result<void> RigServices::retire() {
  for (const auto& unit : units_) {
    if (!SystemdWatch(unit).state()) continue;  // its unit file is gone
    const auto result = run_systemd_job(bus_.get(), Verb::kStop, unit, MonoClock::now() + limits::kRigStart);
    if (!result) return result.error();
    if (*result != "done")
      return Error{ExitCode::kSystem, fmt::format("{} did not stop (systemd's job: {}); see `systemctl status {}`",
                                                  unit, result->empty() ? "not over yet" : *result, unit)};
    reset_failed_systemd_unit(bus_.get(), unit);
  }
  if (auto disabled = disable_systemd_units(bus_.get(), units_); !disabled) return disabled;
  return reload();
}

Result<void> RigServices::reload() { return reload_systemd(bus_.get()); }

}  // namespace tripline
