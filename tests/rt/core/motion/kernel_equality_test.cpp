// Every kernel equals the plain one, bit for bit: sizes, strides, offsets, thresholds, row steps, formats. The plain
// one equals a count that asks pixel by pixel. Linked twice: with native_kernels.cpp and with emulated_kernels.cpp.
#include <gtest/gtest.h>

#include <array>
#include <cstdlib>

#include <random>
#include <string>
#include <vector>

#include "rt/core/motion/grey_row.hpp"
#include "rt/core/motion/motion_kernel.hpp"
#include "rt/core/motion/sample.hpp"
#include "rt/core/motion/second_look.hpp"
#include "tests/rt/core/motion/compared_kernels.hpp"

namespace tripline {
namespace {

class Random {
 public:
  explicit Random(unsigned seed) : engine_(seed) {}
  std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>(engine_() % n); }
  std::vector<std::uint8_t> bytes(std::size_t count) {
    std::vector<std::uint8_t> bytes(count);
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(engine_());
    return bytes;
  }

 private:
  std::mt19937 engine_;
};

/// Two frames at odd addresses with rows of odd lengths; the sanitizer sees a read beyond their last byte.
struct Case {
  Case(Random& random, PixelFormat format, std::uint32_t width_below)
      : width(1 + random.below(width_below)),
        height(1 + random.below(40)),
        stride(row_bytes(format, width) + random.below(3) * random.below(50)),
        offset(random.below(70)) {
    const auto end = std::size_t{stride} * (height - 1) + row_bytes(format, width);
    current = random.bytes(offset + end);
    reference = random.below(4) == 0 ? random.bytes(offset + end) : current;
    for (auto& byte : reference) byte = static_cast<std::uint8_t>(byte + random.below(60) - 30);
    cur = {current.data() + offset, width, height, stride, format};
    ref = {reference.data() + offset, width, height, stride, format};
    const auto roi = clip_region({random.below(width), random.below(height), random.below(width), random.below(height)},
                                 width, height);
    window = {roi, random.below(2) == 0 ? roi : grow(roi, random.below(40), width, height),
              static_cast<std::uint8_t>(random.below(256)), 1U << random.below(4)};
    if (random.below(3) == 0) window.roi = window.outer = {0, 0, width, height};
  }

  std::uint32_t width, height, stride, offset;
  std::vector<std::uint8_t> current, reference;
  ImageView cur, ref;
  MotionWindow window;
};

int sample(const ImageView& image, std::uint32_t x, std::uint32_t y) {
  switch (image.format) {
    case PixelFormat::kGrey8:
      return sample_at<PixelFormat::kGrey8>(image.row(y), x);
    case PixelFormat::kRaw10Packed:
      return sample_at<PixelFormat::kRaw10Packed>(image.row(y), x);
    case PixelFormat::kRaw10:
      return sample_at<PixelFormat::kRaw10>(image.row(y), x);
  }
  return 0;
}

bool inside(const Region& r, std::uint32_t x, std::uint32_t y) {
  return x >= r.x && x < r.right() && y >= r.y && y < r.bottom();
}

Motion motion_by_pixel(const Case& c) {
  const int per_grey = c.cur.format == PixelFormat::kGrey8 ? 1 : 4;
  Motion motion;
  for (std::uint32_t y = c.window.outer.y; y < c.window.outer.bottom(); y += c.window.row_step)
    for (auto x = c.window.outer.x; x < c.window.outer.right(); ++x) {
      auto& into = inside(c.window.roi, x, y) ? motion.roi : motion.guard;
      const int now = sample(c.cur, x, y);
      ++into.pixels;
      into.sum += static_cast<unsigned>(now);
      into.changed += std::abs(now - sample(c.ref, x, y)) > c.window.threshold * per_grey ? 1U : 0U;
    }
  motion.roi.sum /= static_cast<unsigned>(per_grey);
  motion.guard.sum /= static_cast<unsigned>(per_grey);
  return motion;
}

bool same(const RegionMotion& a, const RegionMotion& b) {
  return a.pixels == b.pixels && a.changed == b.changed && a.sum == b.sum;
}

bool same(const SecondLook& a, const SecondLook& b) {
  return a.gain == b.gain && a.offset == b.offset && a.correlation == b.correlation && a.pixels == b.pixels &&
         a.changed == b.changed && a.residual == b.residual;
}

class KernelEquality : public ::testing::TestWithParam<PixelFormat> {};

TEST_P(KernelEquality, OfTheWholeWindowWithAPixelByPixelCount) {
  Random random(7);
  for (int round = 0; round < 600; ++round) {
    const Case c(random, GetParam(), round % 2 == 0 ? 300 : 40);
    const auto want = motion_by_pixel(c);
    for (const auto* kernels : compared_kernels()) {
      const auto got = measure_motion(c.cur, c.ref, c.window, *kernels);
      ASSERT_TRUE(same(got.roi, want.roi) && same(got.guard, want.guard)) << kernels->name << ", round " << round;
    }
  }
}

TEST_P(KernelEquality, OfTheSecondLook) {
  Random random(11);
  for (int round = 0; round < 400; ++round) {
    const Case c(random, GetParam(), round % 2 == 0 ? 400 : 60);
    const LookTuning tuning{c.window.threshold, c.window.row_step, -1};
    const auto want = look_again(c.cur, c.ref, c.window.roi, tuning, kPlainKernels);
    for (const auto* kernels : compared_kernels())
      ASSERT_TRUE(same(look_again(c.cur, c.ref, c.window.roi, tuning, *kernels), want))
          << kernels->name << ", round " << round;
  }
}

std::string format_name(const ::testing::TestParamInfo<PixelFormat>& info) {
  return std::array{"Grey8", "Raw10Packed", "Raw10"}[static_cast<std::size_t>(info.param)];
}
INSTANTIATE_TEST_SUITE_P(Formats, KernelEquality,
                         ::testing::Values(PixelFormat::kGrey8, PixelFormat::kRaw10Packed, PixelFormat::kRaw10),
                         format_name);

TEST(KernelEquality, HoldsWhereCountersAreFullest) {
  const std::vector<std::uint8_t> white(1456 * 400, 249), black(1456 * 400, 0), low(1456 * 400, 1);
  for (const auto* kernels : compared_kernels()) {
    for (const std::uint32_t height : {1U, 399U}) {
      const RowPairs pairs{white.data(), black.data(), 1455, 1455, height, 1455, 0};
      ChangeCount grey;
      kernels->count_grey8(pairs, 0, grey);
      EXPECT_EQ(grey.changed, 1455U * height) << kernels->name;
      EXPECT_EQ(grey.sum, 249U * 1455U * height) << kernels->name;
      const RowPairs bright{white.data(), white.data(), 1455, 1455, height, 1455, 0};
      FitSums sums, want;
      kernels->sum_up(bright, sums);
      kPlainKernels.sum_up(bright, want);
      EXPECT_EQ(sums, want) << kernels->name;
    }
  }
}

TEST(KernelEquality, OfTheResidualForEveryFit) {
  std::vector<std::uint8_t> current(65536), reference(65536);
  for (std::size_t i = 0; i < current.size(); ++i) {
    current[i] = static_cast<std::uint8_t>(i / 256);
    reference[i] = static_cast<std::uint8_t>(i);
  }
  const RowPairs pairs{current.data(), reference.data(), 0, 0, 1, current.size(), 0};
  for (const int gain : {-32767, -5000, -1, 0, 1, 1229, 4096, 6554, 32767})
    for (const int offset : {-32767, -1000, 0, 77, 4000, 32767})
      for (const int threshold : {0, 25, 255}) {
        const FixedFit fit{static_cast<std::int16_t>(gain), static_cast<std::int16_t>(offset)};
        ResidualCount want;
        kPlainKernels.count_residual(pairs, fit, static_cast<std::uint8_t>(threshold), want);
        for (const auto* kernels : compared_kernels()) {
          ResidualCount got;
          kernels->count_residual(pairs, fit, static_cast<std::uint8_t>(threshold), got);
          ASSERT_EQ(got, want) << kernels->name << ' ' << gain << ' ' << offset << ' ' << threshold;
        }
      }
}

TEST(GreyRow, DropsTheTwoLowestBitsOfTenBitSamples) {
  const std::uint8_t packed[] = {0x80, 0xFF, 0x00, 0x41, 0b11'10'01'00};
  const std::uint8_t wide[] = {0x00, 0x02, 0xFF, 0x03, 0x03, 0x00, 0x05, 0x01};
  std::uint8_t grey[4];
  copy_grey_row({packed, 4, 1, 5, PixelFormat::kRaw10Packed}, 0, 0, 4, grey);
  EXPECT_EQ(std::vector<int>(grey, grey + 4), (std::vector<int>{0x80, 0xFF, 0x00, 0x41}));
  copy_grey_row({wide, 4, 1, 8, PixelFormat::kRaw10}, 1, 0, 3, grey);
  EXPECT_EQ(std::vector<int>(grey, grey + 3), (std::vector<int>{255, 0, 0x105 / 4}));
  EXPECT_EQ(sample_at<PixelFormat::kRaw10Packed>(packed, 3), 0x41 * 4 + 3);
}

TEST(KernelTable, NamesTheFastestThatThisCpuRuns) {
  EXPECT_EQ(usable_kernels().front(), &kPlainKernels);
  EXPECT_EQ(usable_kernels().back(), &widest_kernels());
  EXPECT_EQ(&kernels_for(1'000'000), &widest_kernels());
  EXPECT_STREQ(motion_kernel_name(), widest_kernels().name);
}

TEST(KernelTable, LeavesTheWidestUnitOffInSmallWindows) {
  const bool has_three = usable_kernels().size() == 3;
  EXPECT_EQ(&kernels_for(std::size_t{96} * 88), has_three ? usable_kernels()[1] : &widest_kernels());
}

}  // namespace
}  // namespace tripline
