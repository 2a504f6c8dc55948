// A pattern is made pulse by pulse; a second shot meanwhile is refused; stopping leaves the line inactive.
#include "rt/loops/strobe_loop.hpp"

#include <gtest/gtest.h>

#include "hw/sim/sim_strobe.hpp"
#include "rt/core/strobe/strobe_pattern.hpp"
#include "rt/loops/edge_player.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

StrobePlan plan(const StrobePattern& pattern, nanoseconds rest = 0ns) {
  auto made = make_strobe_plan(pattern, {0ns, 0, rest, false});
  RT_CHECK(made.has_value());
  return *made;
}

class StrobeLoopTest : public ::testing::Test {
 protected:
  void light(const StrobePlan& wanted) {
    auto line = SimStrobe::create({.lines = {"lamp", "camera"}});
    ASSERT_TRUE(line);
    edges_ = (*line)->edges();
    auto loop = StrobeLoop::create(std::make_unique<EdgePlayer>(std::move(*line)), {wanted, {}}, -1, slots_);
    ASSERT_TRUE(loop);
    loop_ = std::move(*loop);
    loop_->start();
  }
  PulseTrain wait_for_train() {
    PulseTrain train;
    const auto deadline = MonoClock::now() + 30s;
    while (!loop_->take_finished(train) && MonoClock::now() < deadline) std::this_thread::yield();
    return train;
  }

  ThreadSlots slots_;
  std::shared_ptr<const EdgeLog> edges_;
  std::unique_ptr<StrobeLoop> loop_;
};

TEST_F(StrobeLoopTest, MakesEveryPulseNoEarlierThanItsCallMayTake) {
  light(plan({{20, 300, 20}, {500, 700}}));
  EXPECT_EQ(loop_->fire(7).refusal, StrobeRefusal::kNone);
  const auto train = wait_for_train();
  EXPECT_EQ(train.shot_id, 7U);
  ASSERT_EQ(train.count, 3U);
  for (std::size_t i = 0; i < train.count; ++i) {
    EXPECT_GE(train.pulses[i].on, train.pulses[i].planned_on - EdgePlayer::kLongestLead) << i;
    EXPECT_GE(train.pulses[i].off, train.pulses[i].planned_off - EdgePlayer::kLongestLead) << i;
  }
  EXPECT_EQ(edges_->count(), 6U);
  EXPECT_EQ(loop_->edge_error().percentiles().count, 5U) << "every edge but the first";
}

TEST_F(StrobeLoopTest, LeavesALongFirstPulseToItsOwnThread) {
  light(plan({{5'000}, {}}));
  const auto edge = loop_->fire(1);
  EXPECT_EQ(edge.refusal, StrobeRefusal::kNone);
  EXPECT_EQ(edges_->count(), 1U) << "the camera thread goes on while the pulse lasts";
  const auto train = wait_for_train();
  ASSERT_EQ(train.count, 1U);
  EXPECT_GE(train.pulses[0].off - train.pulses[0].on, 5ms - EdgePlayer::kLongestLead);
}

TEST_F(StrobeLoopTest, RefusesASecondShotWhileThePatternRuns) {
  light(plan({{20, 20}, {200'000}}));
  EXPECT_EQ(loop_->fire(1).refusal, StrobeRefusal::kNone);
  EXPECT_EQ(loop_->fire(2).refusal, StrobeRefusal::kBusy);
  EXPECT_EQ(wait_for_train().shot_id, 1U);
}

TEST_F(StrobeLoopTest, RefusesAShotWhileTheLampRests) {
  light(plan({{20}, {}}, 60s));
  EXPECT_EQ(loop_->fire(1).refusal, StrobeRefusal::kNone);
  wait_for_train();
  FirstEdge second = loop_->fire(2);
  while (second.refusal == StrobeRefusal::kBusy) second = loop_->fire(2);  // the train is told just before it is over
  EXPECT_EQ(second.refusal, StrobeRefusal::kResting);
}

TEST_F(StrobeLoopTest, CutsThePatternShortWhenStoppedAndLeavesTheLineInactive) {
  light(plan({{20, 20}, {900'000}}));
  EXPECT_EQ(loop_->fire(1).refusal, StrobeRefusal::kNone);
  loop_->stop();
  PulseTrain train;
  ASSERT_TRUE(loop_->take_finished(train));
  EXPECT_TRUE(train.cut_short);
  EXPECT_EQ(edges_->count() % 2, 0U) << "every rising edge has its falling one";
}

TEST_F(StrobeLoopTest, PlaysTheWholePatternAsATestOrOnePulseOfALine) {
  auto wanted = make_strobe_plan({{20, 20}, {300}, 0, {LinePattern{.use = LineUse::kCamera, .width_us = 40}}}, {});
  ASSERT_TRUE(wanted);
  light(*wanted);
  ASSERT_TRUE(loop_->test(""));
  auto train = wait_for_train();
  EXPECT_EQ(train.kind, TrainKind::kTest);
  EXPECT_EQ(train.count, 4U);
  while (!loop_->test("camera")) std::this_thread::yield();  // the train is told just before it is over
  train = wait_for_train();
  ASSERT_EQ(train.count, 1U);
  EXPECT_EQ(train.pulses[0].line, 1);
}

TEST_F(StrobeLoopTest, SaysWhyThereIsNoTestPulse) {
  light(plan({{20, 20}, {200'000}}, 60s));
  EXPECT_EQ(loop_->test("lmap").error().message, "no strobe line 'lmap': there is lamp, camera");
  ASSERT_TRUE(loop_->test(""));
  EXPECT_EQ(loop_->test("").error().message, "no test pulse: the pattern before still runs");
  wait_for_train();
  auto again = loop_->test("");
  while (again.error().message.find("runs") != std::string::npos) again = loop_->test("");
  EXPECT_NE(again.error().message.find("the lamp rests"), std::string::npos) << again.error().message;
  loop_->lock_out();
  EXPECT_NE(loop_->test("").error().message.find("guard"), std::string::npos);
  EXPECT_EQ(loop_->fire(1).refusal, StrobeRefusal::kUnguarded);
}

TEST(PulseTrain, TellsWhatWasMadeAndEndsWhatWasNot) {
  const auto made = make_strobe_plan({{20, 20}, {100}}, {30us, 0, 0ns, false});
  ASSERT_TRUE(made);
  Playback played;
  played.zero = MonoTime(1s);
  played.done = {MonoTime(1s), MonoTime(1s) + 50us, MonoTime(1s) + 121us};
  played.made = 3;
  played.rested = MonoTime(1s) + 130us;
  PulseTrain train;
  tell_train(*made, played, train);
  ASSERT_EQ(train.count, 2U);
  EXPECT_TRUE(train.pulses[0].overlong);
  EXPECT_EQ(train.pulses[1].planned_on, MonoTime(1s) + 120us);
  EXPECT_EQ(train.pulses[1].off, played.rested);
  EXPECT_FALSE(train.pulses[1].overlong);
  EXPECT_EQ(train.last_edge, played.rested);
}

TEST(PulseTrain, RestsLongerAfterAPulseThatWasTooLong) {
  const auto made = make_strobe_plan({{20}, {}}, {0us, 0.1, 1ms, false});
  ASSERT_TRUE(made);
  PulseTrain train;
  train.count = 1;
  train.pulses[0] = {0, {}, {}, MonoTime(1s), MonoTime(1s) + 20us, false};
  train.first_edge = MonoTime(1s);
  train.last_edge = MonoTime(1s) + 20us;
  EXPECT_EQ(rest_after(*made, train), 1ms);
  train.pulses[0].off = train.last_edge = MonoTime(1s) + 500us;
  EXPECT_EQ(rest_after(*made, train), 4'500us) << "a tenth of 5 ms";
}

TEST(StrobeLoop, RefusesEveryShotWithoutALine) {
  ThreadSlots slots;
  auto loop = StrobeLoop::create(nullptr, {}, -1, slots);
  ASSERT_TRUE(loop);
  (*loop)->start();
  EXPECT_EQ((*loop)->fire(1).refusal, StrobeRefusal::kNoOutput);
}

}  // namespace
}  // namespace tripline
