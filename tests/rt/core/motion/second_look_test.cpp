// A lamp is explained by the fit; a hit is not.
#include "rt/core/motion/second_look.hpp"

#include <gtest/gtest.h>

#include "tests/rt/core/picture.hpp"

namespace tripline {
namespace {

constexpr Region kAll{0, 0, 96, 88};
constexpr LookTuning kTuning{25, 1, -1};

TEST(SecondLook, FindsGainAndOffsetOfALamp) {
  const auto before = Picture(96, 88, 0).texture(1, 40, 140);
  auto after = before;
  after.light(1.4, 10);
  const auto look = look_again(after.view(), before.view(), kAll, kTuning);
  EXPECT_NEAR(look.gain, 1.4, 0.02);
  EXPECT_NEAR(look.offset, 10, 2);
  EXPECT_GT(look.correlation, 0.99);
  EXPECT_EQ(look.residual, 0U);
}

TEST(SecondLook, LeavesSaturatedPixelsOutOfTheFit) {
  const auto before = Picture(96, 88, 0).texture(1, 40, 140).disc(48, 44, 30, 200);
  auto after = before;
  after.light(1.6, 0);
  const auto look = look_again(after.view(), before.view(), kAll, kTuning);
  EXPECT_NEAR(look.gain, 1.6, 0.02);
  EXPECT_EQ(look.residual, 0U) << "a prediction above 255 is cut, as the sensor cuts it";
}

TEST(SecondLook, LeavesTheChangeOfASmallBallUnexplained) {
  const auto before = Picture(200, 100, 0).texture(1, 60, 100);
  auto after = before;
  after.disc(100, 50, 8, 220);
  const auto look = look_again(after.view(), before.view(), {0, 0, 200, 100}, kTuning);
  EXPECT_GE(look.residual, 30U);
  EXPECT_GT(look.residual, look.changed * 9 / 10);
  EXPECT_GT(look.correlation, 0.5);
}

TEST(SecondLook, SeesThatAVanishedBallDoesNotCorrelate) {
  const auto turf = Picture(96, 88, 0).texture(1, 60, 80);
  const auto ball = Picture(96, 88, 0).texture(2, 60, 80).disc(48, 44, 60, 210);
  const auto look = look_again(turf.view(), ball.view(), kAll, kTuning);
  EXPECT_LT(look.correlation, 0.5);
}

TEST(SecondLook, CallsAFlatPictureUncorrelated) {
  const Picture flat(96, 88, 80);
  const auto look = look_again(flat.view(), flat.view(), kAll, kTuning);
  EXPECT_EQ(look.correlation, 0.0);
  EXPECT_EQ(look.residual, 0U);
}

}  // namespace
}  // namespace tripline
