// Real captures, where they are there: the clips made from real pixels and the log of a real car.
#include <gtest/gtest.h>

#include <filesystem>

#include "hw/replay/frame_clip.hpp"
#include "hw/replay/replay_can_bus.hpp"

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

}  // namespace
}  // namespace tripline
