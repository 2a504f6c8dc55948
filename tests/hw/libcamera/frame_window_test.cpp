// The mode that is taken, and the middle that is cut out of it.
#include "hw/libcamera/frame_window.hpp"

#include <gtest/gtest.h>

#include "hw/libcamera/frame_copies.hpp"

namespace tripline {
namespace {

TEST(FrameWindow, TakesTheSmallestModeThatHoldsThePicture) {
  const std::vector<FrameSize> modes{{1456, 1088}, {728, 544}, {96, 88}};
  EXPECT_EQ(smallest_mode(modes, {96, 88})->width, 96U);
  EXPECT_EQ(smallest_mode(modes, {640, 480})->width, 728U);
  EXPECT_EQ(smallest_mode(modes, {96, 600})->width, 1456U);
  EXPECT_FALSE(smallest_mode(modes, {2000, 10}));
  EXPECT_FALSE(smallest_mode({}, {10, 10}));
}

TEST(FrameWindow, CutsTheMiddleOutWithoutACopy) {
  std::vector<std::uint8_t> pixels(20 * 10);
  const ImageView middle = middle_of({pixels.data(), 20, 10, 20}, {8, 4});
  EXPECT_EQ(middle.pixels - pixels.data(), 2 * 20 + 4) << "row 3 and column 6, rounded down to 2 and 4";
  EXPECT_EQ(middle.width, 8U);
  EXPECT_EQ(middle.height, 4U);
  EXPECT_EQ(middle.stride, 20U);
}

TEST(FrameWindow, BeginsAtAWholeGroupOfPackedPixels) {
  std::vector<std::uint8_t> pixels(25 * 4);
  const ImageView middle = middle_of({pixels.data(), 20, 4, 25, PixelFormat::kRaw10Packed}, {8, 4});
  EXPECT_EQ(middle.pixels - pixels.data(), 5) << "column 4 is the second group of five bytes";
}

TEST(FrameWindow, IsTheWholeFrameWhereThatIsWanted) {
  std::vector<std::uint8_t> pixels(20 * 10);
  EXPECT_EQ(middle_of({pixels.data(), 20, 10, 20}, {20, 10}).pixels, pixels.data());
}

TEST(FrameCopies, KeepsEachForAsManyFramesAsThePortPromises) {
  FrameCopies copies(PixelFormat::kGrey8, 2, 1, 1, 0);
  std::vector<ImageView> views;
  for (std::uint8_t i = 0; i <= limits::kHeldFrames; ++i) {
    const std::array<std::uint8_t, 2> source{i, i};
    views.push_back(copies.add({source.data(), 2, 1, 2}));
  }
  for (std::uint8_t i = 0; i <= limits::kHeldFrames; ++i) EXPECT_EQ(views[i].pixels[1], i);
}

TEST(FrameCopies, DropsThePaddingOfRows) {
  FrameCopies copies(PixelFormat::kGrey8, 2, 2, 1, 0);
  const std::array<std::uint8_t, 8> source{1, 2, 99, 99, 3, 4, 99, 99};
  const ImageView copy = copies.add({source.data(), 2, 2, 4});
  EXPECT_EQ(copy.stride, 2U);
  EXPECT_EQ(copy.row(1)[0], 3);
  EXPECT_EQ(copy.row(1)[1], 4);
}

TEST(FrameCopies, GathersOneByteOfTwo) {
  const std::array<std::uint8_t, 4> source{1, 2, 3, 4};
  FrameCopies luma(PixelFormat::kGrey8, 2, 1, 2, 0);
  EXPECT_EQ(luma.add({source.data(), 2, 1, 4}).pixels[1], 3);
  FrameCopies upper(PixelFormat::kGrey8, 2, 1, 2, 1);
  EXPECT_EQ(upper.add({source.data(), 2, 1, 4}).pixels[1], 4);
}

}  // namespace
}  // namespace tripline
