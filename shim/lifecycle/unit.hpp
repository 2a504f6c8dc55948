// Unit: one supervised program of a rig: started, watched, started again, stopped, and its state written down.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "rt/base/result.hpp"
#include "rt/base/time.hpp"
#include "shim/lifecycle/child_process.hpp"
#include "shim/lifecycle/pid_file.hpp"
#include "shim/lifecycle/restart_backoff.hpp"
#include "shim/lifecycle/unit_log.hpp"
#include "shim/lifecycle/unit_state.hpp"

namespace tripline {

struct UnitPlan {
  std::string name;  ///< `core`, `log` or `web`
  std::vector<std::string> command;
  Capabilities capabilities = Capabilities::kDrop;
  std::filesystem::path log_file{};  ///< empty: what it says goes to our own standard error alone
};

/// Time is passed in, so that a test owns the clock. Thread: one.
class Unit {
 public:
  Unit(UnitPlan plan, std::filesystem::path run_dir, std::string notify_socket);

  /// Starts the program unless it runs; when it is stopping, as soon as it has ended. Errors: those of
  /// ChildProcess::spawn(), kInUse when a process of an earlier run still lives; the unit is then kFailed.
  Result<void> start(MonoTime now);
  /// What is due: takes what the program said, notices that it ended, starts it again, kills it when its grace is over.
  void step(MonoTime now);
  /// The program said that it is ready, or what it is about.
  void on_ready();
  void on_status(std::string text) { said_ = std::move(text); }
  /// SIGTERM now, SIGKILL after `grace`; not started again until start() is called.
  void stop(MonoTime now, nanoseconds grace);
  /// The same, and started again when it has ended; start() when no program runs. Errors: those of start().
  Result<void> restart(MonoTime now, nanoseconds grace);

  const std::string& name() const noexcept { return plan_.name; }
  const UnitState& state() const noexcept { return state_; }
  /// Nothing while no program runs.
  std::optional<pid_t> pid() const;
  /// Readable when the program has ended; -1 while none runs.
  int exit_fd() const noexcept { return child_ ? child_->exit_fd() : -1; }
  /// Readable when the program, or what it left behind, said something; -1 without a log file.
  int log_fd() const noexcept { return log_ ? log_->fd() : -1; }
  bool was_ready() const noexcept { return was_ready_; }
  /// The exit code of a program that will not be started again because starting it again cannot help.
  std::optional<ExitCode> given_up() const noexcept { return given_up_; }
  /// When step() has something to do by the clock alone.
  std::optional<MonoTime> next_step() const;

 private:
  Result<void> spawn();
  Error fail(Error error);
  void open_log();
  void on_exit(const ChildExit& exit, MonoTime now);
  void on_stopped(const ChildExit& exit, MonoTime now);
  void start_later(const std::string& why, bool by_signal, MonoTime now);
  void enter(UnitPhase phase, std::string reason);

  UnitPlan plan_;
  std::filesystem::path run_dir_;
  std::string notify_socket_;
  std::optional<UnitLog> log_;
  std::optional<ChildProcess> child_;
  std::optional<PidFile> pid_file_;
  RestartBackoff backoff_;
  UnitState state_;
  std::string said_;  ///< the newest status text of the program
  MonoTime started_{};
  std::optional<MonoTime> restart_at_;
  std::optional<MonoTime> kill_at_;
  std::optional<ExitCode> given_up_;
  bool was_ready_ = false;
  bool stopping_ = false;
  bool start_again_ = false;  ///< when it has stopped
};

/// True for the codes that say: the same command would end the same way (usage, input, configuration, in use, …).
bool is_final(int exit_code) noexcept;

/// `exit code 66 (a file or directory cannot be read)` or `killed by signal 9 (Killed)`.
std::string describe(const ChildExit& exit);

}  // namespace tripline
