// A million frames through the real loops: no allocation, lock or wait in a turn (the tripwire would abort), and no
// page fault in a real-time thread after its start.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <atomic>
#include <future>
#include <thread>
#include <vector>

#include "hw/sim/car_model.hpp"
#include "hw/sim/demo_car_dbc.hpp"
#include "hw/sim/scene_renderer.hpp"
#include "hw/sim/sim_strobe.hpp"
#include "rt/core/can/dbc_parser.hpp"
#include "rt/core/strobe/strobe_pattern.hpp"
#include "rt/exec/prefault.hpp"
#include "rt/loops/camera_loop.hpp"
#include "rt/loops/can_loop.hpp"
#include "rt/loops/edge_player.hpp"
#include "rt/settings/settings.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t kFrames = 1'000'000;
constexpr std::uint64_t kPictures = 1'200;    // painted once, shown again and again
constexpr std::uint64_t kBreath = 5'000;      // frames between two pauses, in which the ordinary threads get on
constexpr std::uint64_t kBatches = 50'000;    // turns of the CAN loop
constexpr nanoseconds kFramePeriod = 1751us;  // 571 Hz

long faults_of_this_thread() {
  rusage usage{};
  ::getrusage(RUSAGE_THREAD, &usage);
  return usage.ru_minflt + usage.ru_majflt;
}

/// The simulated scene, shown as fast as the loop takes it. Its own sensor clock runs at 571 Hz.
class TirelessCamera {
 public:
  TirelessCamera() {
    SceneOptions options;
    options.strike_every = 1s;
    SceneRenderer renderer(options);
    pixels_.resize(kPictures * options.width * options.height);
    for (std::uint64_t i = 0; i < kPictures; ++i) renderer.render(FrameIndex(i), 1.0, {picture(i), kBytes});
  }

  /// Returns the page faults from the first frame to the last.
  long show(FrameSink& sink) {
    sink.on_camera_thread_start();
    const long before = faults_of_this_thread();
    for (std::uint64_t i = 0; i < kFrames; ++i) {
      if (i % kBreath == 0) std::this_thread::sleep_for(2ms);
      const MonoTime sensor = MonoTime(1s) + kFramePeriod * static_cast<std::int64_t>(i);
      sink.on_frame({{picture(i % kPictures), 96, 88, 96}, FrameIndex(i), sensor});
    }
    return faults_of_this_thread() - before;
  }

 private:
  static constexpr std::size_t kBytes = 96 * 88;
  std::uint8_t* picture(std::uint64_t i) { return pixels_.data() + i * kBytes; }
  std::vector<std::uint8_t> pixels_;
};

/// The simulated car, driven as fast as the loop reads; then the log has ended.
class TirelessCar final : public CanBus {
 public:
  const CanBusInfo& info() const noexcept override { return info_; }
  CanRead read(std::span<CanFrame> frames, nanoseconds) noexcept override {
    if (batches_++ == kBatches) return {CanReadStatus::kEnded, 0, 0};
    drive_ += 30ms;
    CanRead read;
    read.count = model_.take(drive_, frames);
    for (CanFrame& frame : frames.first(read.count)) frame.time = MonoClock::now();
    return read;
  }
  Result<void> reopen() override { return {}; }
  void interrupt() noexcept override {}

 private:
  CanBusInfo info_{"can0", "", Provenance::kSimulated};
  CarModel model_{1};
  nanoseconds drive_{0};
  std::uint64_t batches_ = 0;
};

TriggerTuning quick_tuning() {
  wire::TriggerT config;
  config.settle_ms = 200;
  config.cooldown_ms = 100;
  return tuning_of(config);
}

/// The core without sockets: its real-time threads, and one that takes what they hand over.
class MillionFrames : public ::testing::Test {
 protected:
  void SetUp() override {
    auto compiled = DecodePlan::compile(std::vector{parse_dbc(std::string(demo_car_dbc()), "demo_car.dbc")});
    ASSERT_TRUE(compiled);
    plan_ = std::move(*compiled);
    auto line = SimStrobe::create({});
    auto pattern = make_strobe_plan({{20, 150, 20}, {300, 300}}, {});
    ASSERT_TRUE(line && pattern);
    strobe_ =
        std::move(*StrobeLoop::create(std::make_unique<EdgePlayer>(std::move(*line)), {*pattern, {}}, -1, slots_));
    camera_.emplace(quick_tuning(), true, *strobe_, store_, slots_.add(), -1);
    can_ = std::move(*CanLoop::create(std::make_unique<TirelessCar>(), plan_, {.rules = rules()}, 0, slots_));
  }

  /// The engine's counter counts; its checksum never fits, for it has none: both ways of a rule are taken.
  std::vector<MessageRule> rules() {
    MessageRuleText engine;
    engine.message = "Engine";
    engine.counter = "EngineCounter";
    MessageRuleText wheels;
    wheels.message = "Wheels";
    wheels.checksum = "0|8@1";
    wheels.checksum_kind = ChecksumKind::kCrc8H2f;
    return compile_rules(std::vector{engine, wheels}, plan_, "can0").value();
  }

  /// What the publisher does: takes everything, all the time.
  void drain() {
    while (!done_.load(std::memory_order_acquire)) {
      for (CameraRecord record; camera_->take_record(record);) ++records_;
      for (PulseTrain train; strobe_->take_finished(train);) ++trains_;
      while (FrameSlot* slot = store_.next()) {
        store_.give_back(slot);
        ++frames_;
      }
      for (CanFrame frame; can_->take_frame(frame);) ++can_frames_;
      for (SignalSample sample; can_->take_sample(sample);) ++samples_;
      most_invalid_ = std::max(most_invalid_, can_->report().invalid_count);
      std::this_thread::sleep_for(200us);
    }
  }

  ThreadSlots slots_;
  DecodePlan plan_;
  FrameStore store_{96, 88, 40};
  std::unique_ptr<StrobeLoop> strobe_;
  std::optional<CameraLoop> camera_;
  std::unique_ptr<CanLoop> can_;
  std::atomic<bool> done_{false};
  std::uint64_t records_ = 0, trains_ = 0, frames_ = 0, can_frames_ = 0, samples_ = 0;
  std::uint32_t most_invalid_ = 0;
};

TEST_F(MillionFrames, MakeRealTimeThreadsNeitherAllocateNorLockNorFault) {
  TirelessCamera scene;
  std::jthread publisher([this] { drain(); });
  touch_all_memory();
  strobe_->start();
  can_->start();
  auto shown = std::async(std::launch::async, [&] { return scene.show(*camera_); });
  const long camera_faults = shown.get();
  while (can_->state() != BusState::kEnded) std::this_thread::sleep_for(1ms);
  const auto strobe_faults = slots_[0].page_faults();
  const auto can_faults = slots_[2].page_faults();
  strobe_->stop();
  can_->stop();
  done_.store(true, std::memory_order_release);
  publisher.join();

  EXPECT_EQ(camera_faults, 0);
  EXPECT_EQ(strobe_faults, 0U);
  EXPECT_EQ(can_faults, 0U);
  EXPECT_EQ(camera_->frames().get(), kFrames);
  EXPECT_GT(camera_->shots().get(), 10U);
  EXPECT_GT(trains_, 10U);
  EXPECT_GT(frames_, 100U);
  EXPECT_GT(can_->counters().decoded.get(), 100'000U);
  EXPECT_GT(can_->counters().wrong_checksum.get(), 10'000U);
  EXPECT_EQ(can_->counters().wrong_counter.get(), 0U);
  EXPECT_GE(most_invalid_, 1U);
  EXPECT_EQ(can_frames_ + can_->counters().lost_frames.get(), can_->counters().in.get());
  std::printf("%llu frames, %llu shots, %llu pulse trains, %llu CAN frames: 0 allocations, 0 locks, 0 page faults\n",
              static_cast<unsigned long long>(kFrames), static_cast<unsigned long long>(camera_->shots().get()),
              static_cast<unsigned long long>(trains_), static_cast<unsigned long long>(can_->counters().in.get()));
}

TEST(FaultCount, SeesFaultsWhereAThreadTouchesNewMemory) {
  ThreadSlots slots;
  ThreadSlot& slot = slots.add();
  std::promise<void> counted;
  std::promise<void> touched;
  std::jthread thread([&] {
    slot.enter(ThreadRole::kCan);
    std::vector<char> fresh(std::size_t{8} << 20, 1);
    touched.set_value();
    counted.get_future().wait();
  });
  touched.get_future().wait();
  EXPECT_GE(slot.page_faults(), 1U);
  counted.set_value();
}

}  // namespace
}  // namespace tripline
