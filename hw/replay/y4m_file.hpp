// Y4M, the uncompressed video format of mjpegtools (yuv4mpeg(5)), plain or in gzip.
#pragma once

#include <string>

#include "hw/replay/frame_clip.hpp"
#include "rt/base/result.hpp"

namespace tripline {

/// The luma of C420* and Cmono, 8 bit. Errors: kNoInput, kBadData.
Result<FrameClip> load_y4m(const std::string& path);

}  // namespace tripline
