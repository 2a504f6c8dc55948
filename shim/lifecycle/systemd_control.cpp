#include "shim/lifecycle/systemd_control.hpp"

#include <fmt/format.h>

#include <string_view>

#include "shim/lifecycle/journal_tail.hpp"
#include "shim/lifecycle/systemd_job.hpp"
#include "shim/lifecycle/systemd_unit.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

constexpr auto kJournalLag = 1s;  ///< the last lines of a process come to the journal a little after its end

bool has_ended_badly(const UnitState& state) {
  return state.phase == UnitPhase::kFailed || (state.phase == UnitPhase::kStopped && !state.reason.empty());
}

}  // namespace

SystemdControl::SystemdControl(const std::string& rig) : unit_(fmt::format("tripline-rt@{}.service", rig)) {}

std::optional<UnitState> SystemdControl::state() {
  const std::lock_guard lock(mutex_);
  if (const auto read = look(); read) return last_;
  bus_.reset();
  last_.reset();
  since_us_ = 0;
  return std::nullopt;
}

Result<void> SystemdControl::look() {
  if (!bus_) {
    auto opened = open_system_bus();
    if (!opened) return opened.error();
    bus_ = std::move(*opened);
    auto path = load_systemd_unit(bus_.get(), unit_);
    if (!path) return path.error();
    path_ = std::move(*path);
  }
  const auto changed = read_systemd_change(bus_.get(), path_);
  if (!changed) return changed.error();
  if (!last_ || *changed != since_us_) {
    if (auto fresh = read(); !fresh) return fresh;
    lines_until_ = MonoClock::now() + kJournalLag;
  } else if (MonoClock::now() >= lines_until_) {
    return {};
  }
  if (last_ && has_ended_badly(*last_)) last_->log = journal_tail(unit_);
  return {};
}

Result<void> SystemdControl::read() {
  const auto unit = read_systemd_unit(bus_.get(), path_);
  if (!unit) return unit.error();
  last_ = to_unit_state(*unit);
  since_us_ = unit->since_us;
  return {};
}

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
