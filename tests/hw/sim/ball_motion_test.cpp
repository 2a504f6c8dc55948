#include "hw/sim/ball_motion.hpp"

#include <gtest/gtest.h>

namespace tripline {
namespace {

using namespace std::chrono_literals;

constexpr SceneOptions kScene{.width = 640, .height = 480, .fps = 120, .strike_every = 2s, .ball_m_s = 60};

TEST(BallMotion, RestsInTheMiddleUntilTheFirstStrike) {
  const BallMotion motion(kScene);
  const BallPose pose = motion.at(0s);
  EXPECT_TRUE(pose.visible);
  EXPECT_EQ(pose.from_x, pose.to_x);
  EXPECT_NEAR(pose.from_x + motion.diameter() / 2.0, 320, motion.diameter() / 8.0);
  EXPECT_NEAR(pose.y + motion.diameter() / 2.0, 240, motion.diameter() / 8.0);
  EXPECT_EQ(motion.at(2s), pose);
}

TEST(BallMotion, SmearsTheStruckBallFromWhereItLayOverAFifthOfAPeriod) {
  const BallMotion motion(kScene);
  const nanoseconds period = kScene.period();
  const nanoseconds last_at_rest = 2s / period * period;
  EXPECT_EQ(motion.at(last_at_rest), motion.at(0s));
  const BallPose pose = motion.at(last_at_rest + period);
  const double smear = 60 / 0.04267 * motion.diameter() * std::chrono::duration<double>(period / 5).count();
  EXPECT_EQ(pose.from_x, motion.at(0s).from_x);
  EXPECT_NEAR(pose.to_x, pose.from_x + smear, 1);
}

TEST(BallMotion, CarriesTheBallOnFrameByFrame) {
  SceneOptions scene = kScene;
  scene.ball_m_s = 5;
  const BallMotion motion(scene);
  const nanoseconds struck = (2s / scene.period() + 1) * scene.period();
  const double per_frame = 5 / 0.04267 * motion.diameter() * std::chrono::duration<double>(scene.period()).count();
  const BallPose first = motion.at(struck);
  const BallPose third = motion.at(struck + 2 * scene.period());
  EXPECT_NEAR(third.to_x - first.to_x, 2 * per_frame, 2);
  EXPECT_NEAR(third.to_x - third.from_x, per_frame / 5, 2);
}

TEST(BallMotion, IsGoneUntilTheNextBallIsTeedUp) {
  const BallMotion motion(kScene);
  EXPECT_FALSE(motion.at(2s + 100ms).visible);
  EXPECT_FALSE(motion.at(2s + 399ms).visible);
  EXPECT_TRUE(motion.at(2s + 410ms).visible);
  EXPECT_EQ(motion.at(2s + 410ms), motion.at(4s));
}

TEST(BallMotion, NeverTeesUpOnExactlyTheSameSpot) {
  const BallMotion motion(kScene);
  EXPECT_NE(motion.at(1s), motion.at(3s));
}

TEST(BallMotion, RestsForEverWithoutStrikes) {
  SceneOptions scene = kScene;
  scene.strike_every = 0s;
  const BallMotion motion(scene);
  EXPECT_EQ(motion.at(1h), motion.at(0s));
}

TEST(BallMotion, TeesUpSoonerWhenStrikesCrowd) {
  SceneOptions scene = kScene;
  scene.strike_every = 100ms;
  const BallMotion motion(scene);
  EXPECT_FALSE(motion.at(145ms).visible);
  EXPECT_TRUE(motion.at(160ms).visible);
}

}  // namespace
}  // namespace tripline
