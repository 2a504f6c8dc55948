// From the frame's callback to the first edge and the fifteen frames around it; allocation aborts it.
#include "rt/loops/camera_loop.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "hw/sim/sim_strobe.hpp"
#include "rt/core/strobe/strobe_pattern.hpp"
#include "rt/exec/realtime_turn.hpp"
#include "rt/loops/edge_player.hpp"
#include "rt/settings/settings.hpp"
#include "tests/rt/core/picture.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

TriggerTuning tuning() {
  wire::TriggerT defaults;
  defaults.settle_ms = 20;
  defaults.cooldown_ms = 10;
  return tuning_of(defaults);
}

StrobePlan plan() {
  auto made = make_strobe_plan({{20, 20, 20}, {200, 300}}, {});
  RT_CHECK(made.has_value());
  return *made;
}

class CameraLoopTest : public ::testing::Test {
 protected:
  CameraLoopTest() : CameraLoopTest(StrobePlan{}) {}
  explicit CameraLoopTest(const StrobePlan& prime) : prime_(prime) {
    install_allocation_hooks();
    auto line = SimStrobe::create({});
    RT_CHECK(line.has_value());
    edges_ = (*line)->edges();
    auto strobe = StrobeLoop::create(std::make_unique<EdgePlayer>(std::move(*line)), {plan(), prime_}, -1, slots_);
    RT_CHECK(strobe.has_value());
    strobe_ = std::move(*strobe);
    strobe_->start();
    loop_.emplace(tuning(), true, *strobe_, store_, slots_.add(), -1);
    loop_->on_camera_thread_start();
  }

  void show(const Picture& picture) {
    now_ += 10ms;
    loop_->on_frame({picture.view(), FrameIndex(index_++), now_});
  }
  void settle() {
    for (int i = 0; i < 10; ++i) show(still_);
    ASSERT_EQ(loop_->state(), TriggerState::kArmed);
  }
  std::vector<CameraRecord> records() {
    std::vector<CameraRecord> all;
    for (CameraRecord record; loop_->take_record(record);) all.push_back(record);
    return all;
  }

  const StrobePlan prime_;
  ThreadSlots slots_;
  FrameStore store_{96, 88, 40};
  std::shared_ptr<const EdgeLog> edges_;
  std::unique_ptr<StrobeLoop> strobe_;
  std::optional<CameraLoop> loop_;
  MonoTime now_{1s};
  std::uint64_t index_ = 0;
  Picture still_ = Picture(96, 88, 0).texture(1, 60, 120).disc(48, 44, 30, 230);
  Picture gone_ = Picture(96, 88, 0).texture(1, 60, 120);
};

TEST_F(CameraLoopTest, LightsTheStrobeInsideTheCallbackOfTheTripFrame) {
  settle();
  EXPECT_EQ(edges_->count(), 0U);
  show(gone_);
  EXPECT_GE(edges_->count(), 2U) << "a pulse of 20 us ends on the camera thread too";
  const auto all = records();
  ASSERT_FALSE(all.empty());
  const auto& shot = all.back();
  EXPECT_EQ(shot.event, TriggerEvent::kTrip);
  EXPECT_EQ(shot.shot_id, 1U);
  EXPECT_EQ(shot.frame.value, 10U);
  EXPECT_LE(shot.delivered, shot.decided);
  EXPECT_LE(shot.decided, shot.edge.asked);
  EXPECT_LE(shot.edge.asked, shot.edge.done);
  EXPECT_EQ(loop_->trigger_latency().percentiles().count, 1U);
}

TEST_F(CameraLoopTest, KeepsSixFramesBeforeAndEightAfterTheTrip) {
  settle();
  for (int i = 0; i < 12; ++i) show(gone_);
  std::vector<int> places;
  std::vector<std::uint64_t> indices;
  while (FrameSlot* slot = store_.next()) {
    EXPECT_EQ(slot->shot_id, 1U);
    places.push_back(slot->place);
    indices.push_back(slot->index.value);
    store_.give_back(slot);
  }
  ASSERT_EQ(places.size(), limits::kShotFrames);
  for (std::size_t i = 0; i < places.size(); ++i) {
    EXPECT_EQ(places[i], static_cast<int>(i) - 6);
    EXPECT_EQ(indices[i], 4 + i) << "contiguous";
  }
}

TEST_F(CameraLoopTest, CountsFramesThatTheCameraLost) {
  show(still_);
  index_ += 3;
  show(still_);
  EXPECT_EQ(loop_->frames_lost().get(), 3U);
  EXPECT_EQ(loop_->frames().get(), 2U);
}

TEST_F(CameraLoopTest, FiresOnCommandOnlyWhenArmed) {
  EXPECT_FALSE(loop_->request_fire());
  settle();
  EXPECT_TRUE(loop_->request_fire());
  show(still_);
  const auto all = records();
  ASSERT_FALSE(all.empty());
  EXPECT_EQ(all.back().origin, ShotOrigin::kCommand);
  EXPECT_EQ(all.back().shot_id, 1U);
}

TEST_F(CameraLoopTest, ObeysDisarmAndArm) {
  settle();
  loop_->arm(false);
  show(still_);
  EXPECT_EQ(loop_->state(), TriggerState::kDisarmed);
  show(gone_);
  EXPECT_EQ(loop_->shots().get(), 0U);
  loop_->arm(true);
  show(gone_);
  EXPECT_EQ(loop_->state(), TriggerState::kSettling);
}

class PrimedCameraTest : public CameraLoopTest {
 protected:
  PrimedCameraTest() : CameraLoopTest(equal_pulses(1, 3, 20us, 200us)) {}
  void show_until(TriggerState state) {
    const auto deadline = MonoClock::now() + 30s;
    while (loop_->state() != state && MonoClock::now() < deadline) show(still_);
    ASSERT_EQ(loop_->state(), state);
  }
};

TEST_F(PrimedCameraTest, IsArmedOnlyAfterItsPulses) {
  show_until(TriggerState::kPriming);
  show_until(TriggerState::kArmed);
  EXPECT_EQ(edges_->count(), 6U);
  PulseTrain train;
  ASSERT_TRUE(strobe_->take_finished(train));
  EXPECT_EQ(train.kind, TrainKind::kPrime);
  EXPECT_EQ(train.count, 3U);
  EXPECT_EQ(strobe_->edge_error().percentiles().count, 0U) << "not an edge of the lamp";
}

TEST_F(PrimedCameraTest, IsPrimedAnewForEachShot) {
  show_until(TriggerState::kArmed);
  show(gone_);
  EXPECT_EQ(loop_->state(), TriggerState::kFired);
  show_until(TriggerState::kPriming);
  show_until(TriggerState::kArmed);
}

TEST_F(PrimedCameraTest, SettlesAgainWhenSomethingMovesMeanwhile) {
  show_until(TriggerState::kPriming);
  show(gone_);
  EXPECT_EQ(loop_->state(), TriggerState::kSettling);
  EXPECT_EQ(loop_->shots().get(), 0U);
}

TEST_F(PrimedCameraTest, StopsThePulsesWhenDisarmed) {
  strobe_->set_plans({plan(), equal_pulses(1, 60, 20us, 500ms)});
  show_until(TriggerState::kPriming);
  loop_->arm(false);
  show(still_);
  EXPECT_EQ(loop_->state(), TriggerState::kDisarmed);
  PulseTrain train;
  const auto deadline = MonoClock::now() + 30s;
  while (!strobe_->take_finished(train) && MonoClock::now() < deadline) std::this_thread::yield();
  EXPECT_TRUE(train.cut_short);
  EXPECT_LT(train.count, 60U);
  EXPECT_EQ(edges_->count() % 2, 0U);
}

TEST_F(CameraLoopTest, CountsAFrameThatFoundNoSlotInsteadOfWaiting) {
  settle();
  for (int shot = 0; shot < 3; ++shot) {  // nobody takes the frames of three shots: 45 frames, 40 slots
    for (int i = 0; i < 12; ++i) show(shot % 2 == 0 ? gone_ : still_);
    for (int i = 0; i < 12; ++i) show(shot % 2 == 0 ? gone_ : still_);
  }
  EXPECT_GT(loop_->keeper().dropped().get(), 0U);
}

TEST_F(CameraLoopTest, SendsPreviewsOnlyWhenAsked) {
  for (int i = 0; i < 5; ++i) show(still_);
  EXPECT_EQ(store_.next(), nullptr);
  loop_->keeper().set_preview(20ms);
  for (int i = 0; i < 5; ++i) show(still_);
  int previews = 0;
  while (FrameSlot* slot = store_.next()) {
    EXPECT_EQ(slot->shot_id, 0U);
    ++previews;
    store_.give_back(slot);
  }
  EXPECT_EQ(previews, 3);
}

}  // namespace
}  // namespace tripline
