// A thread gets what its row says, or the slot says why not.
#include "rt/exec/thread_slot.hpp"

#include <gtest/gtest.h>
#include <pthread.h>
#include <sched.h>

#include <cerrno>
#include <memory>
#include <thread>

namespace tripline {
namespace {

TEST(ThreadTable, HasOneRowPerRoleInOrderAndNamesThatPsCanShow) {
  for (std::size_t i = 0; i < kThreadTable.size(); ++i) {
    EXPECT_EQ(static_cast<std::size_t>(kThreadTable[i].role), i);
    EXPECT_LE(kThreadTable[i].name.size(), 15U);
    EXPECT_LE(kThreadTable[i].fifo_priority, 99);
  }
}

TEST(ThreadSlot, NamesTheThreadAndTellsThePriorityItReallyGot) {
  const auto slots = std::make_unique<ThreadSlots>();
  ThreadSlot& slot = slots->add();
  std::array<char, 16> kernel_name{};
  int policy = -1;
  std::jthread([&] {
    slot.enter(ThreadRole::kCan, -1, 3);
    ::pthread_getname_np(::pthread_self(), kernel_name.data(), kernel_name.size());
    policy = ::sched_getscheduler(0) & ~SCHED_RESET_ON_FORK;
  }).join();
  EXPECT_STREQ(kernel_name.data(), "tl-can-3");
  EXPECT_STREQ(slot.name.data(), "tl-can-3");
  EXPECT_NE(slot.tid.load(), 0);
  const bool granted = policy == SCHED_FIFO;
  EXPECT_EQ(slot.priority.load(), granted ? row_of(ThreadRole::kCan).fifo_priority : 0);
  EXPECT_EQ(slot.refusal.load(), granted ? 0 : EPERM);
  EXPECT_EQ(slot.shortfall().has_value(), !granted);
}

TEST(ThreadSlot, LeavesOrdinaryThreadsOrdinary) {
  const auto slots = std::make_unique<ThreadSlots>();
  ThreadSlot& slot = slots->add();
  std::jthread([&] { slot.enter(ThreadRole::kPublish); }).join();
  EXPECT_EQ(slot.priority.load(), 0);
  EXPECT_FALSE(slot.shortfall());
}

}  // namespace
}  // namespace tripline
