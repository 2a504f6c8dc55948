// What counts as changed, and where. kernel_equality_test.cpp holds every kernel to it.
#include "rt/core/motion/motion_kernel.hpp"

#include <gtest/gtest.h>

#include "tests/rt/core/picture.hpp"

namespace tripline {
namespace {

TEST(MotionKernel, SeesBrightToDarkAsWellAsDarkToBright) {
  const Picture dark(32, 32, 20), bright(32, 32, 200);
  const MotionWindow window{{0, 0, 32, 32}, {0, 0, 32, 32}, 25, 1};
  EXPECT_EQ(measure_motion(dark.view(), bright.view(), window).roi.changed, 1024U);
  EXPECT_EQ(measure_motion(bright.view(), dark.view(), window).roi.changed, 1024U);
}

TEST(MotionKernel, CountsOnlyBeyondTheThreshold) {
  const Picture a(16, 16, 100), b(16, 16, 125), c(16, 16, 126);
  const MotionWindow window{{0, 0, 16, 16}, {0, 0, 16, 16}, 25, 1};
  EXPECT_EQ(measure_motion(b.view(), a.view(), window).roi.changed, 0U);
  EXPECT_EQ(measure_motion(c.view(), a.view(), window).roi.changed, 256U);
}

TEST(Region, IsClippedToTheFrame) {
  EXPECT_EQ(clip_region({0, 0, 0, 0}, 96, 88), (Region{0, 0, 96, 88}));
  EXPECT_EQ(clip_region({90, 80, 50, 50}, 96, 88), (Region{90, 80, 6, 8}));
  EXPECT_TRUE(clip_region({200, 10, 5, 5}, 96, 88).empty());
  EXPECT_EQ(grow({2, 2, 10, 10}, 8, 96, 88), (Region{0, 0, 20, 20}));
}

}  // namespace
}  // namespace tripline
