// Supervisor: runs the programs of one rig where there is no systemd: starts, watches, starts again, stops them all.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "rt/base/result.hpp"
#include "rt/base/time.hpp"
#include "shim/lifecycle/notify_socket.hpp"
#include "shim/lifecycle/run_dir_hold.hpp"
#include "shim/lifecycle/supervisor_socket.hpp"
#include "shim/lifecycle/unit.hpp"

namespace tripline {

/// The first unit (the core) leads: it starts first and stops first, so that the others see its first and its last
/// word. A unit that ends with a final exit code before it was ever ready ends the whole start-up. Afterwards whoever
/// may write to the supervisor's socket can stop, start and restart core and recorder one by one; a unit that was
/// stopped so stays stopped. Thread: one, which lives as long as the supervisor.
class Supervisor {
 public:
  /// Errors: those of NotifySocket::create() and SupervisorSocket::create().
  static Result<Supervisor> create(RunDirHold hold, const std::vector<UnitPlan>& plans);

  /// Waits until a unit needs something, `wake_fd` is readable, or `wait` is over; then does what is due.
  void turn(nanoseconds wait, int wake_fd = -1);
  /// Begins to stop everything; turn() until finished(). At most limits::kStopGrace later all is over.
  void stop();

  const std::filesystem::path& run_dir() const noexcept { return hold_.path(); }
  /// Does at once what can be done at once; the state file of the unit tells the rest. Errors: kUsage, kUnavailable
  /// while the rig starts or stops, those of Unit::start().
  Result<void> obey(Verb verb, std::string_view unit);

  /// Every unit has been ready.
  bool is_up() const;
  /// Why the start-up cannot succeed; with an empty message when the program has said it on standard error.
  std::optional<Error> startup_failure() const;
  /// stop() was called and no program runs any more.
  bool finished() const;

 private:
  Supervisor(RunDirHold hold, NotifySocket notify, SupervisorSocket requests, const std::vector<UnitPlan>& plans);
  void start_due(MonoTime now);
  void stop_due(MonoTime now);
  void hear();
  void wait_for_event(nanoseconds wait, int wake_fd) const;

  RunDirHold hold_;
  NotifySocket notify_;
  SupervisorSocket requests_;
  std::vector<Unit> units_;
  std::size_t started_ = 0;  ///< units that were started, from the front
  std::optional<MonoTime> first_start_;
  std::optional<MonoTime> stop_begun_;
  bool obeyed_ = false;  ///< somebody has taken over: a start that fails is his news, and does not end the rig
};

}  // namespace tripline
