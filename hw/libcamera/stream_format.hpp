// Which of a camera's pixel formats serve, and how their grey levels are reached.
#pragma once

#include <libcamera/pixel_format.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rt/port/camera.hpp"

namespace tripline {

/// How a frame becomes what the core reads.
enum class Gather : std::uint8_t {
  kNone,        ///< as it lies in the camera's buffer
  kFirstByte,   ///< of each two bytes the first: the luma of YUYV
  kSecondByte,  ///< of each two bytes the second: the upper half of a 16-bit sample that fills it from the top
};

struct StreamFormat {
  libcamera::PixelFormat pixels;
  PixelFormat view = PixelFormat::kGrey8;
  Gather gather = Gather::kNone;
};

/// The best format on offer in a processed stream: its first plane is luma.
std::optional<StreamFormat> luma_format(const std::vector<libcamera::PixelFormat>& offered);

/// The best format on offer in a raw stream. Of a colour sensor each sample is one colour's: a picture in which things
/// move all the same. `mono_only` leaves such out.
std::optional<StreamFormat> raw_format(const std::vector<libcamera::PixelFormat>& offered, bool mono_only);

/// For refusals: "NV12, MJPEG", or "nothing".
std::string names_of(const std::vector<libcamera::PixelFormat>& offered);

}  // namespace tripline
