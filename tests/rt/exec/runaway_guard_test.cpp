// A real-time thread that never sleeps becomes an ordinary one; one that sleeps now and then does not.
#include "rt/exec/runaway_guard.hpp"

#include <gtest/gtest.h>
#include <sched.h>
#include <time.h>

#include <cerrno>
#include <chrono>
#include <thread>

#include "rt/exec/thread_slot.hpp"

namespace tripline {
namespace {

std::chrono::nanoseconds cpu_time() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

/// Runs until it has lost its priority or had far more of the CPU than it may.
void run(const ThreadSlot& slot) {
  const auto enough = cpu_time() + 10 * kLongestRun;
  while (slot.priority.load() > 0 && cpu_time() < enough) {
  }
}

class RunawayGuard : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(guard_against_runaways()); }
  ThreadSlot slot_;
};

TEST_F(RunawayGuard, TakesTheCpuFromAThreadThatNeverSleepsEveryTime) {
  for (int time = 0; time < 3; ++time) {
    int policy = -1;
    std::jthread([&] {
      slot_.enter(ThreadRole::kCan);
      if (slot_.priority.load() == 0) return;
      run(slot_);
      policy = ::sched_getscheduler(0);
    }).join();
    if (policy == -1) GTEST_SKIP() << "no SCHED_FIFO here";
    EXPECT_EQ(policy & ~SCHED_RESET_ON_FORK, SCHED_OTHER);
    const auto told = slot_.shortfall();
    ASSERT_TRUE(told);
    EXPECT_TRUE(told->message.starts_with("thread tl-can-0 ran for 300 ms without a pause and lost SCHED_FIFO 45"))
        << told->message;
  }
}

TEST_F(RunawayGuard, LeavesAThreadAloneThatSleepsInBetween) {
  std::jthread([&] {
    slot_.enter(ThreadRole::kCan);
    if (slot_.priority.load() == 0) return;
    for (int turn = 0; turn < 8; ++turn) {
      const auto enough = cpu_time() + kLongestRun / 4;
      while (cpu_time() < enough) {
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  }).join();
  if (slot_.refusal.load() == EPERM) GTEST_SKIP() << "no SCHED_FIFO here";
  EXPECT_EQ(slot_.priority.load(), row_of(ThreadRole::kCan).fifo_priority);
  EXPECT_FALSE(slot_.shortfall());
}

}  // namespace
}  // namespace tripline
