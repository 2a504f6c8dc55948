// An edge of the input fires at once when armed, and only then; it arms and disarms; a lost line comes back.
#include "rt/loops/input_loop.hpp"

#include <gtest/gtest.h>

#include "hw/sim/sim_input.hpp"
#include "hw/sim/sim_strobe.hpp"
#include "rt/core/strobe/strobe_pattern.hpp"
#include "rt/loops/edge_player.hpp"
#include "rt/settings/settings.hpp"
#include "tests/rt/core/picture.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

/// The twin, but it can be unplugged, and it says when the loop has seen that.
class UnpluggableInput final : public DigitalIn {
 public:
  explicit UnpluggableInput(std::unique_ptr<SimInput> input) : input_(std::move(input)) {}
  const DigitalInInfo& info() const noexcept override { return input_->info(); }
  InputRead read(std::span<InputEdge> edges, nanoseconds wait) noexcept override {
    if (unplugged.load()) return {.status = InputReadStatus::kLost};
    return input_->read(edges, wait);
  }
  Result<void> reopen() override {
    ++reopened;
    unplugged.store(false);
    reopened.notify_all();
    return {};
  }
  void interrupt() noexcept override { input_->interrupt(); }

  std::atomic<bool> unplugged{false};
  std::atomic<int> reopened{0};

 private:
  std::unique_ptr<SimInput> input_;
};

class InputLoopTest : public ::testing::Test {
 protected:
  InputLoopTest() {
    auto line = SimStrobe::create({});
    edges_ = (*line)->edges();
    auto made = make_strobe_plan({{20, 20}, {200}}, {});
    strobe_ = std::move(*StrobeLoop::create(std::make_unique<EdgePlayer>(std::move(*line)), {*made, {}}, -1, slots_));
    strobe_->start();
    wire::TriggerT config;
    config.settle_ms = 20;
    config.cooldown_ms = 10;
    camera_.emplace(tuning_of(config), true, *strobe_, store_, slots_.add(), -1);
    camera_->on_camera_thread_start();
  }

  void start(const InputRule& rule, EdgeChoice choice = EdgeChoice::kRising) {
    auto twin = SimInput::create({.edges = choice});
    poke_ = twin->get();
    auto input = std::make_unique<UnpluggableInput>(std::move(*twin));
    input_ = input.get();
    loop_ = std::move(*InputLoop::create(std::move(input), rule, *camera_, slots_));
    loop_->start();
  }
  void show(const Picture& picture) {
    now_ += 10ms;
    camera_->on_frame({picture.view(), FrameIndex(index_++), now_});
  }
  void settle() {
    for (int i = 0; i < 10; ++i) show(still_);
    ASSERT_EQ(camera_->state(), TriggerState::kArmed);
  }
  /// Pokes, and waits until the loop has dealt with it.
  void pulse() {
    const auto before = loop_->counters().edges.get();
    poke_->set(true);
    poke_->set(false);
    while (loop_->counters().edges.get() == before) std::this_thread::yield();
    loop_turn();
  }
  /// Waits until the loop's turn is over.
  void loop_turn() {
    const ThreadSlot& slot = slots_[slots_.size() - 1];
    while (slot.entered.get() != slot.left.get()) std::this_thread::yield();
  }
  std::vector<CameraRecord> shots() {
    std::vector<CameraRecord> all;
    for (CameraRecord record; camera_->take_record(record);)
      if (record.shot_id != 0) all.push_back(record);
    return all;
  }

  ThreadSlots slots_;
  FrameStore store_{96, 88, 40};
  std::shared_ptr<const EdgeLog> edges_;
  std::unique_ptr<StrobeLoop> strobe_;
  std::optional<CameraLoop> camera_;
  std::unique_ptr<InputLoop> loop_;
  SimInput* poke_ = nullptr;
  UnpluggableInput* input_ = nullptr;
  MonoTime now_{1s};
  std::uint64_t index_ = 0;
  Picture still_ = Picture(96, 88, 0).texture(1, 60, 120).disc(48, 44, 30, 230);
  Picture gone_ = Picture(96, 88, 0).texture(1, 60, 120);
};

TEST_F(InputLoopTest, FiresAtOnceWhenArmedAndTellsItWithTheNextFrame) {
  start({});
  settle();
  pulse();
  EXPECT_GE(edges_->count(), 2U) << "lit before any further frame";
  EXPECT_TRUE(shots().empty());
  show(still_);
  const auto all = shots();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].origin, ShotOrigin::kInput);
  EXPECT_EQ(all[0].shot_id, 1U);
  EXPECT_EQ(all[0].frame.value, 10U);
  EXPECT_LE(all[0].input, all[0].input_woken);
  EXPECT_LE(all[0].input_woken, all[0].edge.asked);
  EXPECT_LE(all[0].edge.asked, all[0].edge.done);
  EXPECT_EQ(camera_->state(), TriggerState::kFired);
  EXPECT_EQ(camera_->input_latency().percentiles().count, 1U);
}

TEST_F(InputLoopTest, DoesNotFireUnlessArmed) {
  start({});
  pulse();
  show(still_);
  pulse();
  EXPECT_EQ(edges_->count(), 0U);
  EXPECT_EQ(loop_->counters().not_armed.get(), 2U);
  EXPECT_TRUE(shots().empty());
}

TEST_F(InputLoopTest, FiresOnceHoweverOftenTheLineMoves) {
  start({});
  settle();
  for (int i = 0; i < 5; ++i) pulse();
  show(still_);
  pulse();
  EXPECT_EQ(shots().size(), 1U);
  EXPECT_EQ(loop_->counters().not_armed.get(), 5U);
}

TEST_F(InputLoopTest, DoesNotFireAgainWhenTheCameraSeesTheSameBall) {
  start({});
  settle();
  pulse();
  show(gone_);
  const auto all = shots();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].origin, ShotOrigin::kInput);
  EXPECT_EQ(camera_->shots().get(), 1U);
}

TEST_F(InputLoopTest, DoesNotFireAfterTheCameraDid) {
  start({});
  settle();
  show(gone_);
  pulse();
  show(gone_);
  const auto all = shots();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].origin, ShotOrigin::kMotion);
  EXPECT_EQ(loop_->counters().not_armed.get(), 1U);
}

TEST_F(InputLoopTest, TellsAShotThatWasMadeJustBeforeTheDisarming) {
  start({});
  settle();
  pulse();
  camera_->arm(false);
  show(still_);
  EXPECT_EQ(shots().size(), 1U);
  EXPECT_EQ(camera_->state(), TriggerState::kDisarmed);
}

TEST_F(InputLoopTest, FiresNoMoreWhenTheCameraHasEnded) {
  start({});
  settle();
  camera_->on_camera_end();
  pulse();
  EXPECT_EQ(edges_->count(), 0U);
}

TEST_F(InputLoopTest, CountsBounces) {
  start({.debounce = 1h});
  settle();
  pulse();
  pulse();
  EXPECT_EQ(loop_->counters().bounces.get(), 1U);
}

TEST_F(InputLoopTest, ArmsAtOneLevelAndDisarmsAtTheOther) {
  start({.action = InputAction::kArmDisarm}, EdgeChoice::kBoth);
  pulse();
  while (loop_->counters().edges.get() < 2) std::this_thread::yield();
  loop_turn();
  show(still_);
  EXPECT_EQ(camera_->state(), TriggerState::kDisarmed);
  poke_->set(true);
  while (loop_->counters().edges.get() < 3) std::this_thread::yield();
  loop_turn();
  show(still_);
  EXPECT_EQ(camera_->state(), TriggerState::kSettling);
}

TEST_F(InputLoopTest, Arms) {
  start({.action = InputAction::kArm});
  camera_->arm(false);
  show(still_);
  ASSERT_EQ(camera_->state(), TriggerState::kDisarmed);
  pulse();
  show(still_);
  EXPECT_EQ(camera_->state(), TriggerState::kSettling);
}

TEST_F(InputLoopTest, BringsALostLineBack) {
  start({});
  settle();
  input_->unplugged.store(true);
  input_->reopened.wait(0);
  while (loop_->is_lost()) std::this_thread::yield();
  pulse();
  show(still_);
  EXPECT_EQ(shots().size(), 1U);
}

}  // namespace
}  // namespace tripline
