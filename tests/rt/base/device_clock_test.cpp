// A device's clock on the one clock.
#include "rt/base/device_clock.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace tripline {
namespace {

using namespace std::chrono_literals;

constexpr MonoTime kStart{1000s};

TEST(DeviceClock, TakesTheQuickestArrivalForTheDistanceOfTheClocks) {
  DeviceClock clock;
  EXPECT_EQ(clock.map(1s, kStart + 9ms), kStart + 9ms) << "nothing better is known yet";
  EXPECT_EQ(clock.map(1s + 10ms, kStart + 10ms), kStart + 10ms);
  const auto late = clock.map(1s + 20ms, kStart + 27ms) - (kStart + 20ms);
  EXPECT_LE(late, 20us) << "a late arrival moves nothing but the allowance for drift";
}

TEST(DeviceClock, FollowsAClockThatIsSlow) {
  DeviceClock clock;
  nanoseconds worst{0};
  for (int i = 0; i < 100'000; ++i) {  // 1,000 s at 100 ppm: 100 ms
    const MonoTime truth = kStart + i * 10ms;
    const nanoseconds stamp = i * 10ms - i * 1us;
    worst = std::max(worst, truth - clock.map(stamp, truth));
  }
  EXPECT_LE(worst, 1us);
}

TEST(DeviceClock, FollowsAClockThatIsFast) {
  DeviceClock clock;
  for (int i = 0; i < 100'000; ++i) {
    const MonoTime truth = kStart + i * 10ms;
    EXPECT_EQ(clock.map(i * 10ms + i * 1us, truth), truth);
  }
}

TEST(DeviceClock, NeverTellsATimeAfterTheArrival) {
  DeviceClock clock;
  clock.map(0s, kStart + 5ms);
  EXPECT_LE(clock.map(1ms, kStart + 1ms), kStart + 1ms);
}

TEST(DeviceClock, BeginsAnewAfterAStep) {
  DeviceClock clock;
  clock.map(500s, kStart);
  EXPECT_EQ(clock.map(0s, kStart + 1ms), kStart + 1ms);
  EXPECT_EQ(clock.map(900s, kStart + 2ms), kStart + 2ms);
}

}  // namespace
}  // namespace tripline
