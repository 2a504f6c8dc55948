#include "shim/app/stop_signal.hpp"

#include <sys/signalfd.h>

#include <csignal>

#include "rt/base/check.hpp"

namespace tripline {
namespace {

UniqueFd block_and_watch() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  RT_CHECK(::pthread_sigmask(SIG_BLOCK, &signals, nullptr) == 0);
  return UniqueFd(::signalfd(-1, &signals, SFD_NONBLOCK | SFD_CLOEXEC));
}

}  // namespace

StopSignal::StopSignal() : signals_(block_and_watch()) {
  RT_CHECK(signals_.valid());
  std::signal(SIGPIPE, SIG_IGN);
}

bool StopSignal::requested() noexcept {
  signalfd_siginfo info{};
  if (::read(signals_.get(), &info, sizeof info) == sizeof info) requested_ = true;
  return requested_;
}

}  // namespace tripline
