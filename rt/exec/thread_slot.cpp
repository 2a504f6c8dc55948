#include "rt/exec/thread_slot.hpp"

#include <fmt/format.h>
#include <pthread.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <string>

#include "rt/base/check.hpp"
#include "rt/exec/runaway_guard.hpp"

namespace tripline {
namespace {

thread_local ThreadSlot* entered_slot = nullptr;  // for a signal handler, which gets no argument

std::uint64_t page_faults_of_this_thread() noexcept {
  rusage usage{};
  ::getrusage(RUSAGE_THREAD, &usage);
  return static_cast<std::uint64_t>(usage.ru_minflt + usage.ru_majflt);
}

/// As above, of another thread of this process: fields 10 (minor) and 12 (major) of its stat, see proc(5).
std::uint64_t page_faults_of(int tid) {
  std::ifstream file("/proc/self/task/" + std::to_string(tid) + "/stat");
  std::string text;
  std::getline(file, text);
  const auto name_end = text.rfind(')');  // the name before it may hold anything
  unsigned long long minor = 0;
  unsigned long long major = 0;
  if (name_end == std::string::npos ||
      std::sscanf(text.c_str() + name_end + 1, " %*c %*d %*d %*d %*d %*d %*u %llu %*u %llu", &minor, &major) != 2)
    return 0;
  return minor + major;
}

// Twice what the deepest turn was seen to need, and far below the 8 MiB that a thread has.
constexpr std::size_t kStackTouched = 128 * 1024;

/// Writes to the stack below, page by page, so that no turn is the first to use it.
__attribute__((noinline)) void touch_stack() noexcept {
  char stack[kStackTouched];
  for (std::size_t i = 0; i < kStackTouched; i += 4096) stack[i] = 0;
  asm volatile("" : : "r"(stack) : "memory");  // keeps the writes, which nobody reads
}

void write_name(std::array<char, 16>& into, std::string_view pattern, int instance) noexcept {
  std::memcpy(into.data(), pattern.data(), pattern.size());
  for (auto& c : into)
    if (c == 'N') c = static_cast<char>('0' + instance);
}

void bind_to(int cpu) noexcept {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(static_cast<unsigned>(cpu), &set);
  ::sched_setaffinity(0, sizeof set, &set);  // a CPU that is not there: the thread runs on any, and the table shows it
}

}  // namespace

void ThreadSlot::enter(ThreadRole thread_role, int wanted_cpu, int instance) noexcept {
  const ThreadRow& row = row_of(thread_role);
  entered_slot = this;
  role = thread_role;
  cpu = wanted_cpu;
  write_name(name, row.name, instance);
  ::pthread_setname_np(::pthread_self(), name.data());
  if (cpu >= 0 && cpu < CPU_SETSIZE) bind_to(cpu);
  if (row.fifo_priority > 0) {
    ::prctl(PR_SET_TIMERSLACK, 1);  // the 50 us of an ordinary thread would count where FIFO is refused
    sched_param wanted{};
    wanted.sched_priority = row.fifo_priority;
    const bool granted = ::sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &wanted) == 0;
    refusal.store(granted ? 0 : errno, std::memory_order_relaxed);
  }
  sched_param got{};
  const bool fifo = (::sched_getscheduler(0) & ~SCHED_RESET_ON_FORK) == SCHED_FIFO && ::sched_getparam(0, &got) == 0;
  priority.store(fifo ? got.sched_priority : 0, std::memory_order_relaxed);
  if (row.fifo_priority > 0) touch_stack();
  faults_at_start_ = page_faults_of_this_thread();
  tid.store(static_cast<int>(::syscall(SYS_gettid)), std::memory_order_release);
}

void ThreadSlot::lose_priority() noexcept {
  const sched_param none{};
  ::sched_setscheduler(0, SCHED_OTHER, &none);
  if (entered_slot == nullptr) return;
  entered_slot->priority.store(0, std::memory_order_relaxed);
  entered_slot->refusal.store(ETIME, std::memory_order_relaxed);
}

std::optional<Error> ThreadSlot::shortfall() const {
  const int error = refusal.load(std::memory_order_relaxed);
  if (tid.load(std::memory_order_acquire) == 0 || error == 0) return std::nullopt;
  const int wanted = row_of(role).fifo_priority;
  if (error == ETIME)
    return Error{
        ExitCode::kSystem,
        fmt::format("thread {} ran for {} ms without a pause and lost SCHED_FIFO {}; look after its device, or "
                    "restart the core",
                    name.data(), kLongestRun / 1ms, wanted)};
  return Error{
      ExitCode::kNoPermission,
      fmt::format("thread {} runs without SCHED_FIFO {} ({}); start with CAP_SYS_NICE, as `sudo ./scripts/run` does",
                  name.data(), wanted, std::strerror(error))};
}

std::uint64_t ThreadSlot::page_faults() const {
  const int running = tid.load(std::memory_order_acquire);  // partner: the release in enter()
  const auto now = running == 0 ? 0 : page_faults_of(running);
  return now > faults_at_start_ ? now - faults_at_start_ : 0;
}

ThreadSlot& ThreadSlots::add() {
  RT_CHECK(count_ < slots_.size());
  return slots_[count_++];
}

}  // namespace tripline
