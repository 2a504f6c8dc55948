// The kernel against a pixel-by-pixel reference, over random sizes, strides, windows and thresholds.
#include "rt/core/motion/motion_kernel.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <random>

#include "tests/rt/core/picture.hpp"

namespace tripline {
namespace {

bool inside(const Region& r, std::uint32_t x, std::uint32_t y) {
  return x >= r.x && x < r.right() && y >= r.y && y < r.bottom();
}

Motion reference_motion(const ImageView& cur, const ImageView& ref, const MotionWindow& window) {
  Motion motion;
  for (std::uint32_t y = 0; y < cur.height; ++y)
    for (std::uint32_t x = 0; x < cur.width; ++x) {
      if (!inside(window.outer, x, y) || (y - window.outer.y) % window.row_step != 0) continue;
      auto& into = inside(window.roi, x, y) ? motion.roi : motion.guard;
      ++into.pixels;
      into.sum += cur.row(y)[x];
      into.changed += std::abs(int{cur.row(y)[x]} - int{ref.row(y)[x]}) > window.threshold ? 1U : 0U;
    }
  return motion;
}

void expect_equal(const RegionMotion& a, const RegionMotion& b) {
  EXPECT_EQ(a.pixels, b.pixels);
  EXPECT_EQ(a.changed, b.changed);
  EXPECT_EQ(a.sum, b.sum);
}

TEST(MotionKernel, EqualsTheReferenceOnRandomWindows) {
  std::minstd_rand random(7);
  const auto below = [&random](std::uint32_t n) { return static_cast<std::uint32_t>(random() % n); };
  for (int round = 0; round < 300; ++round) {
    const auto width = 1 + below(200), height = 1 + below(60), padding = below(40);
    auto cur = Picture(width, height, 0, padding).texture(below(1000), 0, 255);
    auto ref = Picture(width, height, 0, padding).texture(below(1000), 0, 255);
    const auto roi = clip_region({below(width), below(height), below(width), below(height)}, width, height);
    const MotionWindow window{roi, grow(roi, below(12), width, height), static_cast<std::uint8_t>(below(255)),
                              1U << below(4)};
    const auto got = measure_motion(cur.view(), ref.view(), window);
    const auto want = reference_motion(cur.view(), ref.view(), window);
    expect_equal(got.roi, want.roi);
    expect_equal(got.guard, want.guard);
  }
}

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
