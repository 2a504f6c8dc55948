#include "shim/lifecycle/supervisor.hpp"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>

#include "rt/base/limits.hpp"
#include "rt/base/log.hpp"

namespace tripline {

Result<Supervisor> Supervisor::create(RunDirHold hold, const std::vector<UnitPlan>& plans) {
  auto notify = NotifySocket::create(hold.path() / "notify.sock");
  if (!notify) return notify.error();
  auto requests = SupervisorSocket::create(hold.path());
  if (!requests) return requests.error();
  return Supervisor(std::move(hold), std::move(*notify), std::move(*requests), plans);
}

Supervisor::Supervisor(RunDirHold hold, NotifySocket notify, SupervisorSocket requests,
                       const std::vector<UnitPlan>& plans)
    : hold_(std::move(hold)), notify_(std::move(notify)), requests_(std::move(requests)) {
  for (const UnitPlan& plan : plans) units_.emplace_back(plan, hold_.path(), notify_.path());
}

void Supervisor::turn(nanoseconds wait, int wake_fd) {
  start_due(MonoClock::now());
  wait_for_event(wait, wake_fd);
  hear();
  requests_.serve([this](Verb verb, std::string_view unit) { return obey(verb, unit); });
  const auto now = MonoClock::now();
  for (Unit& unit : units_) unit.step(now);
  stop_due(now);
}

void Supervisor::start_due(MonoTime now) {
  if (stop_begun_ || started_ == units_.size() || startup_failure()) return;
  if (!first_start_) first_start_ = now;
  const auto start_next = [&] { [[maybe_unused]] const auto seen_by_startup_failure = units_[started_++].start(now); };
  if (started_ == 0) return start_next();
  if (!units_.front().was_ready() && now - *first_start_ < limits::kCoreHeadStart) return;
  while (started_ < units_.size()) start_next();
}

void Supervisor::wait_for_event(nanoseconds wait, int wake_fd) const {
  const auto now = MonoClock::now();
  if (first_start_ && started_ < units_.size())
    wait = std::min<nanoseconds>(wait, *first_start_ + limits::kCoreHeadStart - now);
  std::vector<pollfd> watched{{notify_.fd(), POLLIN, 0}, {requests_.fd(), POLLIN, 0}, {wake_fd, POLLIN, 0}};
  for (const Unit& unit : units_) {
    watched.push_back({unit.exit_fd(), POLLIN, 0});
    watched.push_back({unit.log_fd(), POLLIN, 0});
    if (const auto next = unit.next_step()) wait = std::min<nanoseconds>(wait, *next - now);
  }
  const auto milliseconds = std::chrono::ceil<std::chrono::milliseconds>(std::max(wait, nanoseconds::zero()));
  ::poll(watched.data(), watched.size(), static_cast<int>(milliseconds.count()));
}

void Supervisor::hear() {
  while (const auto said = notify_.receive()) {
    const auto unit = std::find_if(units_.begin(), units_.end(), [&](const Unit& u) { return u.pid() == said->pid; });
    if (unit == units_.end()) continue;
    if (said->status) unit->on_status(*said->status);
    if (said->ready) unit->on_ready();
  }
}

Result<void> Supervisor::obey(Verb verb, std::string_view name) {
  const auto unit = std::find_if(units_.begin(), units_.end(), [&](const Unit& u) { return u.name() == name; });
  if (unit == units_.end() || name == "web")  // the page would not be there to start itself again
    return Error{ExitCode::kUsage, fmt::format("{} {}: only core and log can be controlled", to_text(verb), name)};
  if (stop_begun_) return Error{ExitCode::kUnavailable, "the rig is stopping; start it again with `tripline rig run`"};
  if (started_ < units_.size()) return Error{ExitCode::kUnavailable, "the rig is starting; try again in a second"};
  obeyed_ = true;
  const auto now = MonoClock::now();
  log_info("rig", fmt::format("{} {}, on request", to_text(verb), name));
  if (verb == Verb::kStart) return unit->start(now);
  if (verb == Verb::kRestart) return unit->restart(now, limits::kUnitStopGrace);
  unit->stop(now, limits::kUnitStopGrace);
  return {};
}

void Supervisor::stop() {
  if (stop_begun_) return;
  stop_begun_ = MonoClock::now();
  stop_due(*stop_begun_);
}

void Supervisor::stop_due(MonoTime now) {
  if (!stop_begun_ || units_.empty()) return;
  units_.front().stop(now, limits::kStopGrace);
  if (units_.front().pid() && now - *stop_begun_ < limits::kCoreStopFirst) return;
  for (Unit& unit : units_) unit.stop(now, limits::kStopGrace);
}

bool Supervisor::is_up() const {
  return std::all_of(units_.begin(), units_.end(), [](const Unit& unit) { return unit.was_ready(); });
}

std::optional<Error> Supervisor::startup_failure() const {
  if (obeyed_) return std::nullopt;
  for (const Unit& unit : units_) {
    if (!unit.given_up() || unit.was_ready()) continue;
    const bool has_spoken = unit.state().exit_code.has_value();
    return Error{*unit.given_up(), has_spoken ? std::string() : unit.state().reason};
  }
  return std::nullopt;
}

bool Supervisor::finished() const {
  return stop_begun_ && std::none_of(units_.begin(), units_.end(), [](const Unit& unit) { return unit.pid(); });
}

}  // namespace tripline
