#include "rt/exec/progress_watch.hpp"

#include <gtest/gtest.h>

namespace tripline {
namespace {

/// A slot as its thread left it; the watch never asks who wrote it.
ThreadSlot& started(ThreadSlots& slots, ThreadRole role) {
  auto& slot = slots.add();
  slot.role = role;
  slot.tid.store(1);
  return slot;
}

TEST(ProgressWatch, IsContentWithAThreadThatWaitsForSomebodyElse) {
  ThreadSlots slots;
  started(slots, ThreadRole::kCamera);
  ProgressWatch watch;
  for (int look = 0; look < 3; ++look) EXPECT_TRUE(watch.all_got_on(slots));
}

TEST(ProgressWatch, TellsATurnThatDoesNotEnd) {
  ThreadSlots slots;
  auto& camera = started(slots, ThreadRole::kCamera);
  ProgressWatch watch;
  camera.entered.add();
  EXPECT_TRUE(watch.all_got_on(slots)) << "it has just begun";
  EXPECT_FALSE(watch.all_got_on(slots));
  camera.left.add();
  EXPECT_TRUE(watch.all_got_on(slots));
}

TEST(ProgressWatch, IsContentWithATurnAfterAnother) {
  ThreadSlots slots;
  auto& camera = started(slots, ThreadRole::kCamera);
  ProgressWatch watch;
  camera.entered.add();
  watch.all_got_on(slots);
  camera.left.add();
  camera.entered.add();
  EXPECT_TRUE(watch.all_got_on(slots));
}

TEST(ProgressWatch, TellsAThreadThatShouldWakeByItselfAndDoesNot) {
  ThreadSlots slots;
  auto& publish = started(slots, ThreadRole::kPublish);
  ProgressWatch watch;
  EXPECT_TRUE(watch.all_got_on(slots)) << "nothing to compare with yet";
  EXPECT_FALSE(watch.all_got_on(slots));
  publish.entered.add();
  publish.left.add();
  EXPECT_TRUE(watch.all_got_on(slots));
}

TEST(ProgressWatch, WaitsForAThreadThatHasNotStarted) {
  ThreadSlots slots;
  slots.add().role = ThreadRole::kPublish;
  ProgressWatch watch;
  for (int look = 0; look < 3; ++look) EXPECT_TRUE(watch.all_got_on(slots));
}

}  // namespace
}  // namespace tripline
