// A directory of PNG files as a clip, in the order of their names.
#pragma once

#include <string>

#include "hw/replay/frame_clip.hpp"
#include "rt/base/result.hpp"

namespace tripline {

/// Grey as it is, colour as BT.601 luma, transparency over black. All files must have the same size. Errors: kNoInput,
/// kBadData naming the file.
Result<FrameClip> load_png_directory(const std::string& path);

}  // namespace tripline
