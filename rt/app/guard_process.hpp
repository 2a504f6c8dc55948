// The core's end of its guard: the process that puts the strobe's lines to rest when the core is gone.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "rt/base/result.hpp"
#include "rt/base/unique_fd.hpp"
#include "schemas/config_generated.h"

namespace tripline {

/// A session of its own, so that neither the terminal's ^C nor a kill of the core's process group reaches it.
class GuardProcess {
 public:
  /// Starts tripline-guard from beside this program and waits until it is ready. Thread: main, before others run.
  /// Errors: kSystem saying why it does not run.
  static Result<std::unique_ptr<GuardProcess>> start(const std::vector<std::string>& lines);
  /// Says goodbye and waits for the guard's end: the lines are at rest by then.
  ~GuardProcess();
  GuardProcess(const GuardProcess&) = delete;
  GuardProcess& operator=(const GuardProcess&) = delete;

  /// Thread: any ordinary.
  bool is_alive() const noexcept;
  pid_t pid() const noexcept { return pid_; }

 private:
  GuardProcess(pid_t pid, UniqueFd socket) noexcept : pid_(pid), socket_(std::move(socket)) {}
  const pid_t pid_;
  const UniqueFd socket_;  // close-on-exec: nobody else inherits this end
};

/// The lines that this configuration drives, as tripline-guard takes them; empty: none. `sim_file` is the twin's.
std::vector<std::string> guard_arguments(const wire::StrobeT& config, const std::filesystem::path& sim_file);

/// Leaves them where `tripline-guard --now --from FILE` finds them. Errors: kCannotCreate.
Result<void> leave_guard_arguments(const std::vector<std::string>& arguments, const std::filesystem::path& file);

}  // namespace tripline
