#include "shim/lifecycle/systemd_control.hpp"

#include <fmt/format.h>

#include "shim/lifecycle/rig_units.hpp"
#include "shim/lifecycle/systemd_job.hpp"

namespace tripline {

SystemdControl::SystemdControl(const std::string& rig) : unit_(systemd_unit_name("core", rig)) {}

Result<Outcome> SystemdControl::ask(Verb verb, MonoTime until) {
  const auto bus = open_system_bus();
  if (!bus) return bus.error();
  const auto result = run_systemd_job(bus->get(), verb, unit_, until);
  if (!result) return result.error();
  if (result->empty()) return Outcome::kPending;
  if (*result == "done") return Outcome::kDone;
  return failed(verb, *result);
}

Error SystemdControl::failed(Verb verb, const std::string& job_result) {
  const auto now = state();
  const auto why = now && !now->reason.empty() ? now->reason : "see `systemctl status " + unit_ + "`";
  return {ExitCode::kSystem,
          fmt::format("the core did not {} (systemd's job: {}): {}", to_text(verb), job_result, why)};
}

}  // namespace tripline
