// A camera that is lost comes back, with its frames numbered on and on a new thread; stop() ends the trying.
#include "hw/libcamera/reopening_camera.hpp"

#include <gtest/gtest.h>

#include "tests/hw/conformance/frame_collector.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

/// Says a number of frames from a thread of its own, then is lost, or falls silent.
class BriefCamera final : public Camera {
 public:
  BriefCamera(int frames, bool says_so) : frames_(frames), says_so_(says_so) {}
  ~BriefCamera() override { BriefCamera::stop(); }
  const CameraInfo& info() const noexcept override { return info_; }
  Result<void> start(FrameSink& sink) override {
    thread_ = std::jthread([this, &sink] {
      sink.on_camera_thread_start();
      for (std::uint64_t i = 0; i < static_cast<std::uint64_t>(frames_); ++i)
        sink.on_frame({{pixels_.data(), 4, 4, 4}, FrameIndex(i), MonoClock::now()});
      if (says_so_) sink.on_camera_end();
    });
    return {};
  }
  void stop() noexcept override {
    if (thread_.joinable()) thread_.join();
  }

 private:
  CameraInfo info_{.name = "brief", .detail = "of a test", .width = 4, .height = 4, .fps = 100};
  std::array<std::uint8_t, 16> pixels_{};
  int frames_;
  bool says_so_;
  std::jthread thread_;
};

struct Bench {
  int opened = 0;
  bool says_so = true;
  bool is_there = true;
  std::uint32_t frames = 3;

  ReopeningCamera::Open opener() {
    return [this]() -> Result<std::unique_ptr<Camera>> {
      ++opened;
      if (!is_there && opened > 1) return Error{ExitCode::kNoDevice, "unplugged"};
      return std::unique_ptr<Camera>(std::make_unique<BriefCamera>(static_cast<int>(frames), says_so));
    };
  }
};

void expect_six_frames_in_a_row(Bench& bench, nanoseconds silence) {
  auto camera = ReopeningCamera::create(bench.opener(), silence);
  ASSERT_TRUE(camera);
  FrameCollector sink;
  ASSERT_TRUE((*camera)->start(sink));
  ASSERT_TRUE(sink.wait_for(6));
  (*camera)->stop();
  EXPECT_GE(bench.opened, 2);
  EXPECT_GE(sink.start_calls(), 2U) << "each thread is told to take its priority";
  EXPECT_FALSE(sink.ended());
  const auto frames = sink.frames();
  for (std::size_t i = 0; i < 6; ++i) EXPECT_EQ(frames[i].index.value, i);
}

TEST(ReopeningCamera, OpensACameraAgainThatWasUnplugged) {
  Bench bench;
  expect_six_frames_in_a_row(bench, 1h);
}

TEST(ReopeningCamera, OpensACameraAgainThatFellSilent) {
  Bench bench{.says_so = false};
  expect_six_frames_in_a_row(bench, 300ms);
}

TEST(ReopeningCamera, StopsAtOnceWhileItWaitsToTryAgain) {
  Bench bench{.is_there = false};
  auto camera = ReopeningCamera::create(bench.opener(), 1h);
  ASSERT_TRUE(camera);
  FrameCollector sink;
  ASSERT_TRUE((*camera)->start(sink));
  ASSERT_TRUE(sink.wait_for(3));
  (*camera)->stop();
  EXPECT_EQ(sink.frames().size(), 3U);
}

TEST(ReopeningCamera, SaysWhyTheFirstOpeningFailed) {
  const auto camera = ReopeningCamera::create(
      []() -> Result<std::unique_ptr<Camera>> {
        return Error{ExitCode::kNoDevice, "nothing here"};
      },
      1s);
  ASSERT_FALSE(camera);
  EXPECT_EQ(camera.error().message, "nothing here");
}

}  // namespace
}  // namespace tripline
