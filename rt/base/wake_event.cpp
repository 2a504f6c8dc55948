#include "rt/base/wake_event.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <time.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace tripline {
namespace {

timespec to_timespec(nanoseconds time) noexcept {
  const std::int64_t ns = std::max<std::int64_t>(0, time.count());
  return {.tv_sec = ns / 1'000'000'000, .tv_nsec = ns % 1'000'000'000};
}

}  // namespace

Result<WakeEvent> WakeEvent::create() {
  UniqueFd event(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!event) return Error{ExitCode::kSystem, std::string("eventfd: ") + std::strerror(errno) + "; raise LimitNOFILE"};
  return WakeEvent(std::move(event));
}

void WakeEvent::set() noexcept RT_NONBLOCKING {
  // Nobody reads the counter, so it stays above zero; it cannot fail short of 2^64 - 1 calls.
  ::eventfd_write(event_.get(), 1);
}

Wake WakeEvent::wait(int fd, nanoseconds wait) const noexcept {
  const MonoTime deadline = MonoClock::now() + std::min<nanoseconds>(wait, std::chrono::hours(24));
  for (;;) {
    std::array<pollfd, 2> fds{{{event_.get(), POLLIN, 0}, {fd, POLLIN, 0}}};
    const timespec left = to_timespec(deadline - MonoClock::now());
    const int ready = ::ppoll(fds.data(), fds.size(), &left, nullptr);
    if (ready < 0 && errno == EINTR) continue;
    if (fds[0].revents != 0) return Wake::kInterrupted;
    return ready > 0 ? Wake::kReadable : Wake::kTimeout;
  }
}

}  // namespace tripline
