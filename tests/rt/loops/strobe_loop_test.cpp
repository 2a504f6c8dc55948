// A pattern is made pulse by pulse; a second shot meanwhile is refused; stopping leaves the line inactive.
#include "rt/loops/strobe_loop.hpp"

#include <gtest/gtest.h>

#include "hw/sim/sim_strobe.hpp"

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
    auto line = SimStrobe::create({});
    ASSERT_TRUE(line);
    edges_ = (*line)->edges();
    auto loop = StrobeLoop::create(std::move(*line), wanted, -1, slots_);
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

TEST_F(StrobeLoopTest, MakesEveryPulseNoEarlierThanPlanned) {
  light(plan({{20, 300, 20}, {500, 700}}));
  EXPECT_EQ(loop_->fire(7).refusal, StrobeRefusal::kNone);
  const auto train = wait_for_train();
  EXPECT_EQ(train.shot_id, 7U);
  ASSERT_EQ(train.count, 3U);
  for (std::size_t i = 0; i < train.count; ++i) {
    EXPECT_GE(train.pulses[i].on, train.pulses[i].planned_on) << i;
    EXPECT_GE(train.pulses[i].off, train.pulses[i].planned_off) << i;
  }
  EXPECT_EQ(edges_->count(), 6U);
  EXPECT_EQ(loop_->edge_error().percentiles().count, 4U);
}

TEST_F(StrobeLoopTest, LeavesALongFirstPulseToItsOwnThread) {
  light(plan({{5'000}, {}}));
  const auto edge = loop_->fire(1);
  EXPECT_EQ(edge.refusal, StrobeRefusal::kNone);
  EXPECT_EQ(edges_->count(), 1U) << "the camera thread goes on while the pulse lasts";
  const auto train = wait_for_train();
  ASSERT_EQ(train.count, 1U);
  EXPECT_GE(train.pulses[0].off - train.pulses[0].on, 5ms);
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

TEST(StrobeLoop, RefusesEveryShotWithoutALine) {
  ThreadSlots slots;
  auto loop = StrobeLoop::create(nullptr, StrobePlan{}, -1, slots);
  ASSERT_TRUE(loop);
  (*loop)->start();
  EXPECT_EQ((*loop)->fire(1).refusal, StrobeRefusal::kNoOutput);
}

}  // namespace
}  // namespace tripline
