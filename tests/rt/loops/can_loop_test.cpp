// A bus thread decodes, waits for the publisher when it plays a capture, drops and counts when it does not, and comes
// back.
#include "rt/loops/can_loop.hpp"

#include <gtest/gtest.h>

#include <atomic>

#include "rt/core/can/dbc_parser.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

constexpr const char* kDbc = "BO_ 256 Engine: 8 ECU\n SG_ Rpm : 0|16@1+ (0.25,0) [0|16000] \"rpm\" ECU\n";

/// A bus under the test's control, on the port's own terms: `total` frames, then the end, or a loss in between.
class ScriptedBus final : public CanBus {
 public:
  ScriptedBus(Provenance provenance, std::size_t total, std::size_t lost_at) : total_(total), lost_at_(lost_at) {
    info_.provenance = provenance;
    info_.name = "can0";
  }
  const CanBusInfo& info() const noexcept override { return info_; }
  CanRead read(std::span<CanFrame> frames, nanoseconds) noexcept override {
    if (given_ == lost_at_ && !reopened_) return {CanReadStatus::kLost, 0, 0};
    CanRead read;
    for (auto& frame : frames) {
      if (given_ == total_ || (given_ == lost_at_ && !reopened_)) break;
      frame = {};
      frame.time = MonoClock::now();
      frame.id = given_ % 4 == 3 ? 0x777 : 0x100;
      frame.length = 8;
      frame.data[0] = static_cast<std::uint8_t>(given_);
      ++read.count;
      ++given_;
    }
    if (read.count == 0) read.status = CanReadStatus::kEnded;
    return read;
  }
  Result<void> reopen() override {
    reopened_ = true;
    return {};
  }
  void interrupt() noexcept override {}

 private:
  CanBusInfo info_;
  const std::size_t total_;
  const std::size_t lost_at_;
  std::size_t given_ = 0;
  bool reopened_ = false;
};

constexpr std::size_t kNever = SIZE_MAX;

class CanLoopTest : public ::testing::Test {
 protected:
  void listen(Provenance provenance, std::size_t total, std::size_t lost_at = kNever) {
    auto plan = DecodePlan::compile(std::vector{parse_dbc(kDbc, "test.dbc")});
    ASSERT_TRUE(plan);
    plan_ = std::move(*plan);
    auto loop = CanLoop::create(std::make_unique<ScriptedBus>(provenance, total, lost_at), plan_, {}, 0, slots_);
    ASSERT_TRUE(loop);
    loop_ = std::move(*loop);
    loop_->start();
  }
  /// Takes what there is until the log has ended, at most 30 s.
  void drain() {
    const auto deadline = MonoClock::now() + 30s;
    while (MonoClock::now() < deadline) {
      const bool ended = loop_->state() == BusState::kEnded;
      for (CanFrame frame; loop_->take_frame(frame);) ++frames_;
      for (SignalSample sample; loop_->take_sample(sample);) (sample.stale ? stale_ : samples_)++;
      if (ended) return;
    }
  }

  ThreadSlots slots_;
  DecodePlan plan_;
  std::unique_ptr<CanLoop> loop_;
  std::size_t frames_ = 0, samples_ = 0, stale_ = 0;
};

TEST_F(CanLoopTest, LosesNothingOfACaptureHoweverSlowThePublisherIs) {
  constexpr std::size_t kFrames = 40'000;  // more than the ring holds
  listen(Provenance::kReplayed, kFrames);
  drain();
  EXPECT_EQ(frames_, kFrames);
  EXPECT_EQ(samples_, kFrames / 4 * 3);
  EXPECT_EQ(loop_->counters().in.get(), kFrames);
  EXPECT_EQ(loop_->counters().decoded.get(), kFrames / 4 * 3);
  EXPECT_EQ(loop_->counters().unknown.get(), kFrames / 4);
  EXPECT_EQ(loop_->counters().lost_frames.get(), 0U);
}

TEST_F(CanLoopTest, CountsWhatALiveBusLosesInsteadOfWaiting) {
  constexpr std::size_t kFrames = 40'000;
  listen(Provenance::kMeasured, kFrames);
  const auto deadline = MonoClock::now() + 30s;
  while (loop_->state() != BusState::kEnded && MonoClock::now() < deadline) std::this_thread::yield();
  for (CanFrame frame; loop_->take_frame(frame);) ++frames_;
  EXPECT_GT(loop_->counters().lost_frames.get(), 0U);
  EXPECT_EQ(frames_ + loop_->counters().lost_frames.get(), kFrames);
}

TEST_F(CanLoopTest, BringsALostBusBackAndVoidsItsValues) {
  listen(Provenance::kMeasured, 200, 100);
  drain();
  EXPECT_EQ(frames_, 200U);
  EXPECT_GE(stale_, 1U) << "values from before the loss are not the truth";
  EXPECT_EQ(loop_->counters().losses.get(), 1U);
}

/// A bus whose plug is loose: once lost it opens, and is lost again at the first read, `loose` times.
class LooseBus final : public CanBus {
 public:
  explicit LooseBus(int loose) : loose_(loose) {}
  const CanBusInfo& info() const noexcept override { return info_; }
  CanRead read(std::span<CanFrame> frames, nanoseconds) noexcept override {
    if (opened_ <= loose_) return {.status = CanReadStatus::kLost, .loss = CanLoss::kUnplugged};
    frames[0] = {};
    frames[0].time = MonoClock::now();
    frames[0].id = 0x100;
    return {.count = 1};
  }
  Result<void> reopen() override {
    ++opened_;
    return {};
  }
  void interrupt() noexcept override {}

 private:
  CanBusInfo info_{"can1", "", Provenance::kMeasured};
  const int loose_;
  int opened_ = 0;
};

TEST_F(CanLoopTest, IsLostOnceHoweverOftenALoosePlugOpens) {
  auto loop = CanLoop::create(std::make_unique<LooseBus>(1), plan_, {}, 0, slots_).value();
  loop->start();
  const auto deadline = MonoClock::now() + 30s;
  while (loop->counters().in.get() == 0 && MonoClock::now() < deadline) std::this_thread::yield();
  while (loop->state() == BusState::kLost && MonoClock::now() < deadline) std::this_thread::yield();
  EXPECT_EQ(loop->state(), BusState::kOk);
  EXPECT_EQ(loop->counters().losses.get(), 1U);
  EXPECT_EQ(loop->loss(), CanLoss::kUnplugged);
}

/// A dead bus whose driver hangs when it is opened, until the test lets it go.
class HangingBus final : public CanBus {
 public:
  struct Gate {
    std::atomic<bool> is_reached{false};
    std::atomic<bool> is_open{false};
  };
  explicit HangingBus(Gate& gate) : gate_(gate) {}
  const CanBusInfo& info() const noexcept override { return info_; }
  CanRead read(std::span<CanFrame>, nanoseconds) noexcept override { return {.status = CanReadStatus::kLost}; }
  Result<void> reopen() override {
    gate_.is_reached.store(true);
    gate_.is_reached.notify_one();
    gate_.is_open.wait(false);
    return Error{ExitCode::kNoDevice, "hung"};
  }
  void interrupt() noexcept override {}

 private:
  CanBusInfo info_{"can1", "", Provenance::kMeasured};
  Gate& gate_;
};

TEST_F(CanLoopTest, StallsNoOtherBusWhenOneIsDeadAndHangs) {
  constexpr std::size_t kFrames = 5'000;
  HangingBus::Gate gate;
  auto dead = CanLoop::create(std::make_unique<HangingBus>(gate), plan_, {}, 0, slots_).value();
  dead->start();
  gate.is_reached.wait(false);
  std::vector<std::unique_ptr<CanLoop>> living;
  for (int i = 1; i <= 3; ++i) {
    auto bus = std::make_unique<ScriptedBus>(Provenance::kMeasured, kFrames, kNever);
    living.push_back(CanLoop::create(std::move(bus), plan_, {}, i, slots_).value());
    living.back()->start();
  }
  const auto deadline = MonoClock::now() + 30s;
  for (const auto& loop : living) {
    while (loop->state() != BusState::kEnded && MonoClock::now() < deadline) std::this_thread::yield();
    EXPECT_EQ(loop->counters().in.get(), kFrames);
  }
  EXPECT_EQ(dead->state(), BusState::kLost);
  gate.is_open.store(true);
  gate.is_open.notify_one();
}

TEST_F(CanLoopTest, ReportsTheBusToThePublisher) {
  listen(Provenance::kMeasured, 40);
  const auto deadline = MonoClock::now() + 30s;
  while (loop_->report().unknown_ids == 0 && MonoClock::now() < deadline) std::this_thread::yield();
  EXPECT_EQ(loop_->report().unknown_ids, 1U);
  EXPECT_EQ(loop_->report().unknown[0].id, CanId(0x777, false));
  EXPECT_EQ(loop_->report().messages_seen, 1U);
}

}  // namespace
}  // namespace tripline
