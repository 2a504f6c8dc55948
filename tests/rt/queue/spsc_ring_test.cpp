// A bounded queue: order, fullness, and two threads at once.
#include "rt/queue/spsc_ring.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace tripline {
namespace {

TEST(SpscRing, RoundsItsCapacityUpToAPowerOfTwo) { EXPECT_EQ(SpscRing<int>(5).capacity(), 8U); }

TEST(SpscRing, IsEmptyAtFirst) {
  SpscRing<int> ring(4);
  int value = 7;
  EXPECT_FALSE(ring.try_pop(value));
  EXPECT_EQ(value, 7);
}

TEST(SpscRing, RejectsPushWhenFull) {
  SpscRing<int> ring(4);
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(ring.try_push(i));
  EXPECT_FALSE(ring.try_push(4));
  int value = -1;
  ASSERT_TRUE(ring.try_pop(value));
  EXPECT_EQ(value, 0);
  EXPECT_TRUE(ring.try_push(4));
}

TEST(SpscRing, KeepsOrderBetweenTwoThreads) {
  SpscRing<std::uint32_t> ring(64);
  constexpr std::uint32_t kItems = 200'000;
  std::jthread producer([&ring] {
    for (std::uint32_t i = 0; i < kItems;)
      if (ring.try_push(i)) ++i;
  });
  for (std::uint32_t expected = 0; expected < kItems;) {
    std::uint32_t value = 0;
    if (!ring.try_pop(value)) continue;
    ASSERT_EQ(value, expected);
    ++expected;
  }
}

}  // namespace
}  // namespace tripline
