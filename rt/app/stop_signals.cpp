#include "rt/app/stop_signals.hpp"

#include <poll.h>
#include <sys/signalfd.h>

#include <csignal>

#include "rt/base/check.hpp"

namespace tripline {

StopSignals::StopSignals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
  ::signal(SIGPIPE, SIG_IGN);
  fd_ = UniqueFd(::signalfd(-1, &set, SFD_CLOEXEC));
  RT_CHECK(fd_.valid());
}

std::optional<std::string> StopSignals::wait(std::chrono::milliseconds wait) const {
  pollfd item{fd_.get(), POLLIN, 0};
  if (::poll(&item, 1, static_cast<int>(wait.count())) <= 0) return std::nullopt;
  signalfd_siginfo info{};
  if (::read(fd_.get(), &info, sizeof info) != sizeof info) return std::nullopt;
  return std::string(info.ssi_signo == SIGTERM ? "SIGTERM" : "SIGINT");
}

}  // namespace tripline
