#include "rt/exec/runaway_guard.hpp"

#include <sys/resource.h>

#include <cerrno>
#include <csignal>
#include <cstring>

#include "rt/exec/thread_slot.hpp"

namespace tripline {
namespace {

bool limit_run() noexcept {
  rlimit limit{};
  if (::getrlimit(RLIMIT_RTTIME, &limit) != 0) return false;
  limit.rlim_cur = std::min<rlim_t>(kLongestRun.count(), limit.rlim_max);
  return ::setrlimit(RLIMIT_RTTIME, &limit) == 0;
}

/// The kernel sends it to the thread that ran too long, and allows a second more for the next time.
void on_run_too_long(int /*signal*/) noexcept {
  const int error = errno;
  ThreadSlot::lose_priority();
  limit_run();
  errno = error;
}

}  // namespace

Result<void> guard_against_runaways() {
  struct sigaction action {};
  action.sa_handler = on_run_too_long;
  action.sa_flags = SA_RESTART;
  if (::sigaction(SIGXCPU, &action, nullptr) == 0 && limit_run()) return {};
  return Error{ExitCode::kSystem,
               std::string("real-time threads run without a limit of time: ") + std::strerror(errno)};
}

}  // namespace tripline
