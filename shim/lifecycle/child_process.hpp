// ChildProcess: one program that the supervisor started; it ends when the supervisor does.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rt/base/result.hpp"
#include "rt/base/unique_fd.hpp"

namespace tripline {

/// How a process ended: by itself with a code, or by a signal.
struct ChildExit {
  std::optional<int> code;
  std::optional<int> signal;
};

enum class Capabilities : std::uint8_t {
  kKeep,  ///< what the supervisor holds as ambient capabilities, the program gets
  kDrop,  ///< the program gets none and cannot gain any
};

struct ChildOptions {
  std::vector<std::string> command;  ///< path of the program, then its arguments
  Capabilities capabilities = Capabilities::kDrop;
  std::string notify_socket;  ///< where sd_notify(3) of the child speaks to; empty: nowhere
  int standard_error = -1;    ///< -1: the supervisor's own
};

/// Its own process group, default signals but SIGPIPE ignored as systemd does it, standard input from /dev/null,
/// standard output on standard error (the supervisor's standard output carries the summary alone). The kernel sends it
/// SIGTERM when the supervisor dies. Thread: all calls from the thread that spawned it, which must live as long
/// (PR_SET_PDEATHSIG).
class ChildProcess {
 public:
  /// Returns when the program really runs. Errors: kNoInput naming the program, kSystem.
  static Result<ChildProcess> spawn(const ChildOptions& options);

  /// SIGKILL, and waits, when it still runs.
  ~ChildProcess();
  ChildProcess(ChildProcess&&) noexcept = default;
  ChildProcess& operator=(ChildProcess&&) = delete;

  pid_t pid() const noexcept { return pid_; }
  /// Becomes readable when the process has ended.
  int exit_fd() const noexcept { return pidfd_.get(); }
  /// How it ended; nothing while it runs. Ask no more once it has answered.
  std::optional<ChildExit> poll();
  void terminate() const noexcept;
  void kill() const noexcept;

 private:
  ChildProcess(pid_t pid, UniqueFd pidfd) noexcept : pid_(pid), pidfd_(std::move(pidfd)) {}

  pid_t pid_;
  UniqueFd pidfd_;  ///< invalid once the process is reaped
};

}  // namespace tripline
