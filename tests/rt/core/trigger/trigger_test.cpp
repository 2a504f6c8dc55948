// The trigger's states, one frame at a time, with time in the test's own hands.
#include "rt/core/trigger/trigger.hpp"

#include <gtest/gtest.h>

#include "tests/rt/core/picture.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;
using enum TriggerState;

TriggerTuning tuning() {
  TriggerTuning t;
  t.threshold = 25;
  t.trip_fraction = 0.0003;
  t.trip_pixels = 40;
  t.guard = 8;
  t.guard_fraction = 0.5;
  t.lamp_residual = 0.25;
  t.lamp_correlation = 0.8;
  t.settle = 100ms;
  t.cooldown = 200ms;
  t.stall = 2s;
  return t;
}

class TriggerTest : public ::testing::Test {
 protected:
  Decision show(const Picture& picture, nanoseconds after = 10ms) {
    now_ += after;
    return trigger_.step({picture.view(), FrameIndex(index_++), now_});
  }
  void settle() {
    trigger_.arm(now_);
    for (int i = 0; i < 12 && trigger_.state() != kArmed; ++i) show(still_);
    ASSERT_EQ(trigger_.state(), kArmed);
  }

  Trigger trigger_{tuning()};
  MonoTime now_{1s};
  std::uint64_t index_ = 0;
  Picture still_ = Picture(96, 88, 0).texture(1, 60, 120).disc(48, 44, 20, 230);
  Picture gone_ = Picture(96, 88, 0).texture(1, 60, 120);
};

TEST_F(TriggerTest, IsDisarmedUntilArmed) {
  show(still_);
  EXPECT_EQ(show(gone_).event, TriggerEvent::kNone);
  EXPECT_EQ(trigger_.state(), kDisarmed);
}

TEST_F(TriggerTest, ArmsOnceTheSceneWasStillLongEnough) {
  trigger_.arm(now_);
  EXPECT_EQ(trigger_.state(), kSettling);
  for (int i = 0; i < 9; ++i) EXPECT_EQ(show(still_).event, TriggerEvent::kNone);
  EXPECT_EQ(show(still_).event, TriggerEvent::kSettled);
  EXPECT_EQ(trigger_.state(), kArmed);
}

TEST_F(TriggerTest, NeverFiresWhileSettlingAndStartsTheWaitAgain) {
  trigger_.arm(now_);
  for (int i = 0; i < 5; ++i) show(still_);
  EXPECT_EQ(show(gone_).event, TriggerEvent::kNone);
  for (int i = 0; i < 9; ++i) EXPECT_EQ(show(gone_).event, TriggerEvent::kNone);
  EXPECT_EQ(show(gone_).event, TriggerEvent::kSettled);
}

TEST_F(TriggerTest, WaitsForThePrimingAndNeverFiresMeanwhile) {
  trigger_.set_priming(true);
  trigger_.arm(now_);
  for (int i = 0; i < 12; ++i) show(still_);
  EXPECT_EQ(trigger_.state(), kPriming);
  EXPECT_EQ(show(gone_).event, TriggerEvent::kNone);
  EXPECT_EQ(trigger_.state(), kSettling);
  for (int i = 0; i < 12; ++i) show(gone_);
  EXPECT_EQ(trigger_.state(), kPriming);
  trigger_.primed();
  EXPECT_EQ(show(gone_).event, TriggerEvent::kSettled);
  EXPECT_EQ(trigger_.state(), kArmed);
}

TEST_F(TriggerTest, TripsOnTheVeryFrame) {
  settle();
  const auto decision = show(gone_);
  EXPECT_EQ(decision.event, TriggerEvent::kTrip);
  EXPECT_GT(decision.motion.roi.changed_fraction(), 0.1);
  EXPECT_EQ(trigger_.state(), kFired);
}

TEST_F(TriggerTest, GoesThroughFiredAndCooldownBackToArmed) {
  settle();
  show(gone_);
  for (std::size_t i = 0; i < limits::kFramesAfter; ++i) {
    EXPECT_EQ(trigger_.state(), kFired) << i;
    show(gone_);
  }
  EXPECT_EQ(trigger_.state(), kCooldown);
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(show(i % 2 == 0 ? still_ : gone_).event, TriggerEvent::kNone) << "motion in cooldown";
  show(gone_, 200ms);
  EXPECT_EQ(trigger_.state(), kSettling);
  Decision last;
  for (int i = 0; i < 12 && trigger_.state() != kArmed; ++i) last = show(gone_);
  EXPECT_EQ(last.event, TriggerEvent::kRearmed);
}

TEST_F(TriggerTest, TakesALampForALamp) {
  settle();
  auto lit = still_;
  lit.light(1.5, 0);
  const auto decision = show(lit);
  EXPECT_EQ(decision.event, TriggerEvent::kSceneChange);
  EXPECT_TRUE(decision.looked);
  EXPECT_EQ(trigger_.state(), kSettling);
  EXPECT_EQ(show(lit).event, TriggerEvent::kNone) << "one event, new baseline";
}

TEST_F(TriggerTest, VetoesWhatMovesTheGuardToo) {
  auto window = tuning();
  window.roi = {30, 30, 30, 30};
  trigger_.set_tuning(window);
  settle();
  const auto elsewhere = Picture(96, 88, 0).texture(99, 0, 255);
  EXPECT_EQ(show(elsewhere).event, TriggerEvent::kSceneChange);
}

TEST_F(TriggerTest, SeesASmallBallInALargePicture) {
  const auto empty = Picture(640, 480, 0).texture(3, 70, 90);
  auto ball = empty;
  ball.disc(8, 240, 6, 220);
  trigger_.arm(now_);
  for (int i = 0; i < 12; ++i) show(empty);
  ASSERT_EQ(trigger_.state(), kArmed);
  EXPECT_EQ(show(ball).event, TriggerEvent::kTrip);
}

TEST_F(TriggerTest, TakesTheFirstFrameAfterAStallAsABaseline) {
  settle();
  EXPECT_EQ(show(gone_, 3s).event, TriggerEvent::kStall);
  EXPECT_EQ(trigger_.state(), kSettling);
  EXPECT_EQ(show(gone_).event, TriggerEvent::kNone);
}

TEST_F(TriggerTest, TakesAFrameOfAnotherSizeAsABaseline) {
  settle();
  const auto other = Picture(48, 44, 200);
  EXPECT_EQ(show(other).event, TriggerEvent::kNone);
}

TEST_F(TriggerTest, SettlesAnewWhenItsFramesAreVoid) {
  settle();
  trigger_.forget_frames();
  EXPECT_EQ(trigger_.state(), TriggerState::kSettling);
  EXPECT_EQ(show(gone_, 10s).event, TriggerEvent::kNone) << "a baseline, however late";
  for (int i = 0; i < 10; ++i) EXPECT_EQ(show(gone_).event, TriggerEvent::kNone);
  EXPECT_EQ(show(gone_).event, TriggerEvent::kSettled);
}

TEST_F(TriggerTest, StaysDisarmedWhenItsFramesAreVoid) {
  trigger_.forget_frames();
  EXPECT_EQ(trigger_.state(), kDisarmed);
}

TEST_F(TriggerTest, CoolsDownAfterAShotThatWasMadeElsewhere) {
  settle();
  trigger_.note_shot(now_);
  EXPECT_EQ(trigger_.state(), kFired);
}

TEST_F(TriggerTest, StaysDisarmedWhenTheShotIsToldLate) {
  settle();
  trigger_.disarm();
  trigger_.note_shot(now_);
  EXPECT_EQ(trigger_.state(), TriggerState::kDisarmed);
}

TEST_F(TriggerTest, SubSampledRowsStillSeeTheBall) {
  auto sparse = tuning();
  sparse.row_step = 8;
  trigger_.set_tuning(sparse);
  settle();
  EXPECT_EQ(show(gone_).event, TriggerEvent::kTrip);
}

TEST_F(TriggerTest, ComparesWithAFrameFurtherBack) {
  auto back = tuning();
  back.reference_back = 4;
  trigger_.set_tuning(back);
  settle();
  auto creeping = still_;
  TriggerEvent event = TriggerEvent::kNone;
  std::array<Picture, 5> steps{still_, still_, still_, still_, still_};
  for (std::size_t i = 0; i < steps.size() && event == TriggerEvent::kNone; ++i)
    event = show(steps[i].disc(48 + 0.7 * static_cast<double>(i), 44, 20, 230)).event;
  EXPECT_EQ(event, TriggerEvent::kTrip) << "a slow ball adds up over four frames";
}

}  // namespace
}  // namespace tripline
