// Real captures, where they are there: the clips made from real pixels and the log of a real car.
#include <gtest/gtest.h>

#include <filesystem>

#include "hw/replay/frame_clip.hpp"
#include "hw/replay/replay_can_bus.hpp"
#include "tests/hw/replay/read_log.hpp"

namespace tripline {
namespace {

namespace fs = std::filesystem;

const fs::path kData = TRIPLINE_SHARED_DATA;

class SharedCaptures : public testing::Test {
 protected:
  void SetUp() override {
    if (!fs::exists(kData)) GTEST_SKIP() << "the shared data is not at " << kData;
  }
};

TEST_F(SharedCaptures, ReadsTheDrive) {
  const auto clip = load_frames((kData / "frames/drive_96x88_571fps.y4m.gz").string());
  ASSERT_TRUE(clip) << clip.error().message;
  EXPECT_EQ(clip->width, 96U);
  EXPECT_EQ(clip->height, 88U);
  EXPECT_EQ(clip->fps, 571);
  EXPECT_EQ(clip->frame_count(), 340U);
}

TEST_F(SharedCaptures, ReadsTheStills) {
  const auto clip = load_frames((kData / "frames/teed").string());
  ASSERT_TRUE(clip) << clip.error().message;
  EXPECT_EQ(clip->width, 1456U);
  EXPECT_EQ(clip->height, 1088U);
  EXPECT_EQ(clip->frame_count(), 2U);
}

TEST_F(SharedCaptures, ReadsEveryFrameOfTheCar) {
  const auto bus = ReplayCanBus::create(
      {.name = "can0", .log = (kData / "can/logs/normalsportcomfortengineon.log").string(), .epoch = nullptr});
  ASSERT_TRUE(bus) << bus.error().message;
  EXPECT_EQ((*bus)->frame_count(), 40'929U);
}

/// Counts by other means: lines of the logs, `N)` of the trace, records of the capture.
TEST_F(SharedCaptures, ReadsEveryFrameOfEveryLog) {
  const fs::path logs = kData / "can/logs";
  const auto car = test::read_log_file(logs / "normalsportcomfortengineon.log");
  EXPECT_EQ(car.error, "");
  EXPECT_EQ(car.frames.size(), 40'929U);
  EXPECT_EQ(car.clock, LogClock::kEpoch);
  const auto drive = test::read_log_file(logs / "toyota_rav4_b0c9d2329ad1606b_seg40_candump.log");
  EXPECT_EQ(drive.error, "");
  EXPECT_EQ(drive.frames.size(), 135'468U);
  EXPECT_EQ(drive.clock, LogClock::kStart);
  const auto trace = test::read_log_file(logs / "40mph.trc");
  EXPECT_EQ(trace.error, "");
  EXPECT_EQ(trace.frames.size(), 21'862U);
  EXPECT_EQ(trace.passed_over, 0U);
  const auto capture = test::read_log_file(logs / "can0-1.pcap");
  EXPECT_EQ(capture.error, "");
  EXPECT_EQ(capture.frames.size(), 49'928U);
  EXPECT_EQ(capture.passed_over, 0U);
}

}  // namespace
}  // namespace tripline
