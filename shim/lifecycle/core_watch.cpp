#include "shim/lifecycle/core_watch.hpp"

#include "rt/base/limits.hpp"
#include "shim/lifecycle/no_control.hpp"

namespace tripline {
namespace {

CoreProcess look_with(CoreControl& control, const RunDir& run_dir) {
  CoreProcess process;
  const auto holder = find_core_holder(run_dir);
  process.unit = control.state();
  const bool is_other = holder && (!process.unit || process.unit->pid != holder->pid);
  if (is_other && find_core_holder(run_dir) == holder) process.other = holder;  // else it ended in between
  return process;
}

}  // namespace

CoreProcess look_at_core(const RunDir& run_dir) {
  NoControl nobody(run_dir);
  return look_with(nobody, run_dir);
}

CoreWatch::CoreWatch(RunDir run_dir, std::unique_ptr<CoreControl> control)
    : run_dir_(std::move(run_dir)), control_(std::move(control)) {
  look();
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

CoreProcess CoreWatch::process() const {
  const std::lock_guard lock(mutex_);
  return process_;
}

std::string CoreWatch::refusal() const {
  const std::lock_guard lock(mutex_);
  if (!process_.other) return {};
  return "the core was started by somebody else (" + process_.other->text + "); only who started it can stop it";
}

Result<Outcome> CoreWatch::ask(Verb verb) {
  const std::unique_lock only_one(asking_, std::try_to_lock);
  if (!only_one) return Error{ExitCode::kInUse, "another request to start or stop the core is under way"};
  look();
  if (const auto why = refusal(); !why.empty()) return Error{ExitCode::kInUse, why};
  auto outcome = control_->ask(verb, MonoClock::now() + limits::kLifecycleWait);
  look();
  return outcome;
}

void CoreWatch::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    {
      std::unique_lock lock(mutex_);
      wake_.wait_for(lock, stop, limits::kLifecycleLook, [] { return false; });
    }
    if (!stop.stop_requested()) look();
  }
}

void CoreWatch::look() {
  const std::lock_guard one_look(looking_);
  auto fresh = look_with(*control_, run_dir_);
  fresh.since = MonoClock::now();
  const std::lock_guard lock(mutex_);
  if (fresh.unit == process_.unit && fresh.other == process_.other) return;
  process_ = std::move(fresh);
}

}  // namespace tripline
