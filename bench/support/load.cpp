#include "bench/support/load.hpp"

#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <cstdint>

namespace tripline::bench {
namespace {

constexpr std::size_t kLine = 64;
std::array<std::uint8_t, std::size_t{16} << 20> scratch;  // larger than the caches beside a core

[[noreturn]] void thrash_caches() {
  for (;;)
    for (std::size_t i = 0; i < scratch.size(); i += kLine) ++scratch[(i * 17) % scratch.size()];
}

[[noreturn]] void make_syscalls() {
  for (;;) static_cast<void>(::getppid());
}

[[noreturn]] void set_timers() {
  const timespec nap{0, 1'000'000};  // a thousand a second and CPU, as the tick of a busy kernel
  for (;;) ::clock_nanosleep(CLOCK_MONOTONIC, 0, &nap, nullptr);
}

pid_t spawn(void (*work)(), int cpu, pid_t parent) {
  const pid_t child = ::fork();
  if (child != 0) return child;
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(0);
  sched_param ordinary{};
  ::sched_setscheduler(0, SCHED_OTHER, &ordinary);
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(static_cast<unsigned>(cpu), &set);
  ::sched_setaffinity(0, sizeof set, &set);
  work();
  ::_exit(0);
}

}  // namespace

Load::Load() {
  cpu_set_t usable;
  CPU_ZERO(&usable);
  ::sched_getaffinity(0, sizeof usable, &usable);
  for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu)
    if (CPU_ISSET(static_cast<unsigned>(cpu), &usable))
      for (auto* work : {&thrash_caches, &make_syscalls, &set_timers})
        if (const pid_t child = spawn(work, cpu, ::getpid()); child > 0) children_.push_back(child);
}

Load::~Load() {
  for (const pid_t child : children_) ::kill(child, SIGKILL);
  for (const pid_t child : children_) ::waitpid(child, nullptr, 0);
}

}  // namespace tripline::bench
