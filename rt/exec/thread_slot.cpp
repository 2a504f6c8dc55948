#include "rt/exec/thread_slot.hpp"

#include <pthread.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "rt/base/check.hpp"

namespace tripline {
namespace {

std::uint64_t page_faults_of_this_thread() noexcept {
  rusage usage{};
  ::getrusage(RUSAGE_THREAD, &usage);
  return static_cast<std::uint64_t>(usage.ru_minflt + usage.ru_majflt);
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
  role = thread_role;
  cpu = wanted_cpu;
  write_name(name, row.name, instance);
  ::pthread_setname_np(::pthread_self(), name.data());
  if (cpu >= 0 && cpu < CPU_SETSIZE) bind_to(cpu);
  if (row.fifo_priority > 0) {
    sched_param wanted{};
    wanted.sched_priority = row.fifo_priority;
    const bool granted = ::sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &wanted) == 0;
    refusal.store(granted ? 0 : errno, std::memory_order_relaxed);
  }
  sched_param got{};
  const bool fifo = (::sched_getscheduler(0) & ~SCHED_RESET_ON_FORK) == SCHED_FIFO && ::sched_getparam(0, &got) == 0;
  priority.store(fifo ? got.sched_priority : 0, std::memory_order_relaxed);
  faults_at_start_ = page_faults_of_this_thread();
  tid.store(static_cast<int>(::syscall(SYS_gettid)), std::memory_order_release);
}

void ThreadSlot::note_page_faults() noexcept RT_NONBLOCKING {
  page_faults.store(page_faults_of_this_thread() - faults_at_start_, std::memory_order_relaxed);
}

ThreadSlot& ThreadSlots::add() {
  RT_CHECK(count_ < slots_.size());
  return slots_[count_++];
}

}  // namespace tripline
