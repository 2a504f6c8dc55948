// CoreWatch: how the core's process is, looked at again and again, and the one way to start and stop it.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "rt/base/result.hpp"
#include "rt/base/time.hpp"
#include "rt/ipc/run_dir.hpp"
#include "shim/lifecycle/core_control.hpp"
#include "shim/lifecycle/core_holder.hpp"

namespace tripline {

/// The core's process, as /proc and whoever controls it know it.
struct CoreProcess {
  std::optional<UnitState> unit;    ///< nothing: whoever controls it has not started any
  std::optional<CoreHolder> other;  ///< a core that runs, but was started by somebody else
  MonoTime since{};                 ///< when it was first seen like this; the clock's epoch: not known
};

/// Looks every limits::kLifecycleLook on a thread of its own, because systemd may be slow to answer. Thread: any.
class CoreWatch {
 public:
  CoreWatch(RunDir run_dir, std::unique_ptr<CoreControl> control);

  CoreProcess process() const;
  /// `systemd`, `supervisor` or `none`.
  std::string_view control_name() const noexcept { return control_->name(); }
  /// Why the core cannot be started or stopped from here right now; empty: it can.
  std::string refusal() const;
  /// Waits for limits::kLifecycleWait at most, and has looked again when it returns. Errors: kInUse when another holder
  /// has the rig or another request is under way; those of CoreControl::ask().
  Result<Outcome> ask(Verb verb);

 private:
  void run(const std::stop_token& stop);
  void look();

  const RunDir run_dir_;
  const std::unique_ptr<CoreControl> control_;
  std::mutex asking_;
  std::mutex looking_;
  mutable std::mutex mutex_;  ///< of what is below
  CoreProcess process_;
  std::condition_variable_any wake_;
  std::jthread thread_;
};

/// One look, without anybody who controls the core: by the files of the run directory alone.
CoreProcess look_at_core(const RunDir& run_dir);

}  // namespace tripline
