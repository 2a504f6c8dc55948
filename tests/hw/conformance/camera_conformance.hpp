// What every Camera must do, twin or real, seen through the port alone. A device's test instantiates the suite:
//   INSTANTIATE_TEST_SUITE_P(SimCamera, CameraConformance, testing::Values(CameraUnderTest{"96x88", [] { return …; }}),
//                            camera_name);
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "rt/base/limits.hpp"
#include "rt/port/camera.hpp"
#include "tests/hw/conformance/frame_collector.hpp"

namespace tripline {

struct CameraUnderTest {
  std::string name;  ///< letters and digits
  std::function<Result<std::unique_ptr<Camera>>()> open;
};

inline std::string camera_name(const testing::TestParamInfo<CameraUnderTest>& info) { return info.param.name; }

/// Skips, with the device's own words, where the device is not there.
class CameraConformance : public testing::TestWithParam<CameraUnderTest> {
 protected:
  static constexpr std::size_t kFrames = 20;

  void SetUp() override {
    auto opened = GetParam().open();
    if (!opened && opened.error().code == ExitCode::kNoDevice) GTEST_SKIP() << opened.error().message;
    ASSERT_TRUE(opened) << opened.error().message;
    camera_ = std::move(*opened);
  }

  /// Runs the camera until `sink` has `frames` frames or the camera ends.
  void run(FrameCollector& sink, std::size_t frames = kFrames) {
    const Result<void> started = camera_->start(sink);
    ASSERT_TRUE(started) << started.error().message;
    ASSERT_TRUE(sink.wait_for(frames)) << "no " << frames << " frames in time";
    camera_->stop();
  }

  std::unique_ptr<Camera> camera_;
};
// A device room may have no real device to instantiate the suite with.
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(CameraConformance);

TEST_P(CameraConformance, DeliversTheSizeItPromises) {
  FrameCollector sink;
  ASSERT_NO_FATAL_FAILURE(run(sink));
  for (const FrameRecord& frame : sink.frames()) {
    EXPECT_EQ(frame.image.width, camera_->info().width);
    EXPECT_EQ(frame.image.height, camera_->info().height);
    EXPECT_GE(frame.image.stride, frame.image.width);
    EXPECT_NE(frame.image.pixels, nullptr);
  }
}

TEST_P(CameraConformance, SaysWhatItIs) {
  EXPECT_FALSE(camera_->info().name.empty());
  EXPECT_FALSE(camera_->info().detail.empty());
  EXPECT_GT(camera_->info().fps, 0);
}

TEST_P(CameraConformance, NumbersFramesFromZeroAndUpwards) {
  FrameCollector sink;
  ASSERT_NO_FATAL_FAILURE(run(sink));
  const std::vector<FrameRecord> frames = sink.frames();
  EXPECT_EQ(frames.front().index.value, 0U);
  for (std::size_t i = 1; i < frames.size(); ++i) EXPECT_GT(frames[i].index, frames[i - 1].index) << "frame " << i;
}

TEST_P(CameraConformance, StampsFramesInOrderAndNotInTheFuture) {
  FrameCollector sink;
  ASSERT_NO_FATAL_FAILURE(run(sink));
  const std::vector<FrameRecord> frames = sink.frames();
  for (std::size_t i = 0; i < frames.size(); ++i) {
    EXPECT_LE(frames[i].sensor_time, frames[i].delivered) << "frame " << i;
    if (i > 0) {
      EXPECT_GT(frames[i].sensor_time, frames[i - 1].sensor_time) << "frame " << i;
    }
  }
}

TEST_P(CameraConformance, KeepsPixelsOfTheHeldFrames) {
  FrameCollector sink;
  ASSERT_NO_FATAL_FAILURE(run(sink, 4 * limits::kHeldFrames));
  EXPECT_GT(sink.held_checked(), 0U);
  EXPECT_EQ(sink.held_changed(), 0U);
}

TEST_P(CameraConformance, CallsTheStartHookOnceOnTheThreadThatDelivers) {
  FrameCollector sink;
  ASSERT_NO_FATAL_FAILURE(run(sink));
  EXPECT_EQ(sink.start_calls(), 1U);
  EXPECT_EQ(sink.frames_before_start(), 0U);
  EXPECT_NE(sink.start_thread(), std::this_thread::get_id());
  for (const FrameRecord& frame : sink.frames()) EXPECT_EQ(frame.thread, sink.start_thread());
}

TEST_P(CameraConformance, StartsAgainAfterAStopAndLeavesTheFirstSinkAlone) {
  FrameCollector first;
  ASSERT_NO_FATAL_FAILURE(run(first));
  const std::size_t delivered = first.calls();
  FrameCollector second;
  ASSERT_NO_FATAL_FAILURE(run(second));
  EXPECT_EQ(first.calls(), delivered);
  EXPECT_EQ(second.start_calls(), 1U);
  EXPECT_EQ(second.frames().front().index.value, 0U);
}

TEST_P(CameraConformance, StopsWhenNeverStartedAndTwice) {
  camera_->stop();
  FrameCollector sink;
  ASSERT_NO_FATAL_FAILURE(run(sink));
  camera_->stop();
  EXPECT_GE(sink.frames().size(), 1U);
}

}  // namespace tripline
