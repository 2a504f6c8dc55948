// The newest value wins, whole, also when both ends run at once.
#include "rt/queue/latest_value.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdint>
#include <thread>

namespace tripline {
namespace {

TEST(LatestValue, GivesTheInitialValueUntilOneIsWritten) {
  LatestValue<int> latest(3);
  bool changed = true;
  EXPECT_EQ(latest.read(&changed), 3);
  EXPECT_FALSE(changed);
}

TEST(LatestValue, GivesOnlyTheNewestOfSeveral) {
  LatestValue<int> latest(0);
  for (int i = 1; i <= 5; ++i) latest.write(i);
  bool changed = false;
  EXPECT_EQ(latest.read(&changed), 5);
  EXPECT_TRUE(changed);
  EXPECT_EQ(latest.read(&changed), 5);
  EXPECT_FALSE(changed);
}

TEST(LatestValue, NeverTearsAValue) {
  struct Pair {
    std::uint64_t a, b;
  };
  LatestValue<Pair> latest({0, 0});
  constexpr std::uint64_t kWrites = 200'000;
  std::jthread writer([&latest] {
    for (std::uint64_t i = 1; i <= kWrites; ++i) latest.write({i, ~i});
  });
  std::uint64_t last = 0;
  while (last < kWrites) {
    const Pair pair = latest.read();
    if (pair.a == 0) continue;
    ASSERT_EQ(pair.b, ~pair.a);
    ASSERT_GE(pair.a, last);
    last = pair.a;
  }
}

}  // namespace
}  // namespace tripline
