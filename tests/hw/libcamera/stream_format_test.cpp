// Which format is taken of those that cameras really offer.
#include "hw/libcamera/stream_format.hpp"

#include <gtest/gtest.h>
#include <libcamera/formats.h>

namespace tripline {
namespace {

namespace formats = libcamera::formats;

TEST(StreamFormat, TakesLumaFromTheFirstPlane) {
  EXPECT_EQ(luma_format({formats::RGB888, formats::NV12})->pixels, formats::NV12);
  EXPECT_EQ(luma_format({formats::NV12, formats::YUV420})->pixels, formats::YUV420);
  EXPECT_FALSE(luma_format({formats::MJPEG, formats::RGB888}));
}

TEST(StreamFormat, GathersTheLumaOfAUsbCamera) {
  const auto format = luma_format({formats::MJPEG, formats::YUYV});
  ASSERT_TRUE(format);
  EXPECT_EQ(format->gather, Gather::kFirstByte);
}

TEST(StreamFormat, ReadsAGreySensorInTheFewestBytes) {
  EXPECT_EQ(raw_format({formats::R10, formats::R10_CSI2P}, true)->view, PixelFormat::kRaw10Packed);
  EXPECT_EQ(raw_format({formats::R10}, true)->view, PixelFormat::kRaw10);
  EXPECT_EQ(raw_format({formats::R10, formats::R8}, true)->view, PixelFormat::kGrey8);
}

TEST(StreamFormat, ReadsTheUpperByteOfSamplesThatFillSixteenBits) {
  const auto format = raw_format({formats::MONO_PISP_COMP1, formats::R16}, true);
  ASSERT_TRUE(format);
  EXPECT_EQ(format->pixels, formats::R16);
  EXPECT_EQ(format->gather, Gather::kSecondByte);
}

TEST(StreamFormat, TakesAColourSensorRawOnlyWhenAsked) {
  EXPECT_FALSE(raw_format({formats::SBGGR10_CSI2P}, true));
  EXPECT_EQ(raw_format({formats::SBGGR10_CSI2P}, false)->view, PixelFormat::kRaw10Packed);
}

TEST(StreamFormat, RefusesWhatIsCompressed) {
  EXPECT_FALSE(raw_format({formats::BGGR_PISP_COMP1, formats::MONO_PISP_COMP1}, false));
}

TEST(StreamFormat, NamesWhatIsOffered) {
  EXPECT_EQ(names_of({formats::NV12, formats::MJPEG}), "NV12, MJPEG");
  EXPECT_EQ(names_of({}), "nothing");
}

}  // namespace
}  // namespace tripline
