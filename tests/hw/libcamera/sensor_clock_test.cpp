#include "hw/libcamera/sensor_clock.hpp"

#include <gtest/gtest.h>

namespace tripline {
namespace {

using namespace std::chrono_literals;

constexpr ClockReading kNow{.monotonic = MonoTime(100s), .boottime = 160s};  // suspended for a minute

TEST(SensorTimestamp, IsTakenAsItIsWhenMonotonic) {
  EXPECT_EQ(from_sensor_timestamp(100s - 5ms, kNow), MonoTime(100s - 5ms));
}

TEST(SensorTimestamp, IsMappedWhenItCountsTheSuspendedTime) {
  EXPECT_EQ(from_sensor_timestamp(160s - 5ms, kNow), MonoTime(100s - 5ms));
}

TEST(SensorTimestamp, IsNoneWhenItLiesInTheFutureOfBothClocks) {
  EXPECT_EQ(from_sensor_timestamp(161s, kNow), std::nullopt);
}

TEST(ReadClocks, ReadsBothClocksOfThisMachine) {
  const MonoTime before = MonoClock::now();
  const ClockReading reading = read_clocks();
  EXPECT_GE(reading.monotonic, before);
  EXPECT_LE(reading.monotonic, MonoClock::now());
  EXPECT_GE(reading.boottime, before.time_since_epoch());
}

TEST(FrameCounter, StartsAtZeroWhateverTheDriverSays) {
  FrameCounter counter;
  EXPECT_EQ(counter.next(4711).value, 0U);
  EXPECT_EQ(counter.next(4712).value, 1U);
}

TEST(FrameCounter, ShowsTheDriversHoles) {
  FrameCounter counter;
  counter.next(0);
  EXPECT_EQ(counter.next(3).value, 3U);
}

TEST(FrameCounter, FollowsTheDriverRoundItsWrap) {
  FrameCounter counter;
  counter.next(0xFFFFFFFF);
  EXPECT_EQ(counter.next(1).value, 2U);
}

TEST(FrameCounter, GoesOnWhenTheDriverDoesNotCountOrStartsAgain) {
  FrameCounter counter;
  counter.next(7);
  EXPECT_EQ(counter.next(7).value, 1U);
  EXPECT_EQ(counter.next(0).value, 2U);
  EXPECT_EQ(counter.next(1).value, 3U);
}

}  // namespace
}  // namespace tripline
