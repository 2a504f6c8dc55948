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
}

}  // namespace
}  // namespace tripline
