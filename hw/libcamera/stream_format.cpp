#include "hw/libcamera/stream_format.hpp"

#include <libcamera/formats.h>

#include <algorithm>
#include <span>

namespace tripline {
namespace {

namespace formats = libcamera::formats;

constexpr StreamFormat kLuma[] = {
    {formats::R8},
    {formats::YUV420},
    {formats::NV12},
    {formats::NV21},
    {formats::YUYV, PixelFormat::kGrey8, Gather::kFirstByte},
};
// 8 bits before packed 10 before loose 10: the fewer bytes, the sooner they are compared. What fills 16 bits (Pi 5
// shifts samples up to the top) is read by its upper byte.
constexpr StreamFormat kMono[] = {
    {formats::R8},
    {formats::R10_CSI2P, PixelFormat::kRaw10Packed},
    {formats::R10, PixelFormat::kRaw10},
    {formats::R16, PixelFormat::kGrey8, Gather::kSecondByte},
};
constexpr StreamFormat kBayer[] = {
    {formats::SBGGR8},
    {formats::SGBRG8},
    {formats::SGRBG8},
    {formats::SRGGB8},
    {formats::SBGGR10_CSI2P, PixelFormat::kRaw10Packed},
    {formats::SGBRG10_CSI2P, PixelFormat::kRaw10Packed},
    {formats::SGRBG10_CSI2P, PixelFormat::kRaw10Packed},
    {formats::SRGGB10_CSI2P, PixelFormat::kRaw10Packed},
    {formats::SBGGR10, PixelFormat::kRaw10},
    {formats::SGBRG10, PixelFormat::kRaw10},
    {formats::SGRBG10, PixelFormat::kRaw10},
    {formats::SRGGB10, PixelFormat::kRaw10},
    {formats::SBGGR16, PixelFormat::kGrey8, Gather::kSecondByte},
    {formats::SGBRG16, PixelFormat::kGrey8, Gather::kSecondByte},
    {formats::SGRBG16, PixelFormat::kGrey8, Gather::kSecondByte},
    {formats::SRGGB16, PixelFormat::kGrey8, Gather::kSecondByte},
};

std::optional<StreamFormat> first_of(std::span<const StreamFormat> wanted,
                                     const std::vector<libcamera::PixelFormat>& offered) {
  for (const StreamFormat& format : wanted)
    if (std::find(offered.begin(), offered.end(), format.pixels) != offered.end()) return format;
  return std::nullopt;
}

}  // namespace

std::optional<StreamFormat> luma_format(const std::vector<libcamera::PixelFormat>& offered) {
  return first_of(kLuma, offered);
}

std::optional<StreamFormat> raw_format(const std::vector<libcamera::PixelFormat>& offered, bool mono_only) {
  const auto mono = first_of(kMono, offered);
  return mono || mono_only ? mono : first_of(kBayer, offered);
}

std::string names_of(const std::vector<libcamera::PixelFormat>& offered) {
  std::string names;
  for (const auto& format : offered) names += (names.empty() ? "" : ", ") + format.toString();
  return names.empty() ? "nothing" : names;
}

}  // namespace tripline
