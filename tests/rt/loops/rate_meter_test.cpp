// Rates over about a second, however often they are asked for.
#include "rt/loops/rate_meter.hpp"

#include <gtest/gtest.h>

namespace tripline {
namespace {

using namespace std::chrono_literals;

TEST(RateMeter, KnowsNoRateAtFirst) {
  RateMeter meter;
  EXPECT_EQ(meter.look(500, MonoTime(10s)), 0);
  EXPECT_EQ(meter.look(502, MonoTime(10s + 5ms)), 0) << "two in five milliseconds are not 400 Hz";
}

TEST(RateMeter, TellsTheRateSinceTheLookBefore) {
  RateMeter meter;
  meter.look(500, MonoTime(10s));
  EXPECT_DOUBLE_EQ(meter.look(1'000, MonoTime(12s)), 250);
}

TEST(RateMeter, HoldsItsRateWhenItIsLookedAtInBetween) {
  RateMeter meter;
  meter.look(0, MonoTime(10s));
  meter.look(250, MonoTime(11s));
  EXPECT_DOUBLE_EQ(meter.look(253, MonoTime(11s + 5ms)), 250);
  EXPECT_DOUBLE_EQ(meter.look(500, MonoTime(12s)), 250) << "counted since the look that gave the rate";
  EXPECT_DOUBLE_EQ(meter.look(500, MonoTime(13s)), 0);
}

}  // namespace
}  // namespace tripline
