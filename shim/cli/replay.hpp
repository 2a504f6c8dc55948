// `tripline replay`: the core's own trigger over captured frames, one line per event.
#pragma once

#include <cstdio>
#include <optional>
#include <string>

#include "rt/base/result.hpp"
#include "rt/core/motion/region.hpp"

namespace tripline {

struct ReplayOptions {
  std::string frames;                    ///< Y4M file, also .gz, or directory of PNG files
  std::optional<double> fps;             ///< instead of the capture's own
  std::optional<Region> roi;             ///< instead of the profile's
  std::optional<double> settle_seconds;  ///< instead of the profile's; a short clip settles for an eighth of its length
  std::string profile;                   ///< empty: the schema's defaults
  std::string config_dir;                ///< where profiles are, beside those that come with the programs
  bool real_speed = false;               ///< wait for each frame's time
  bool json = false;
};

/// Errors: those of load_frames() and find_profile(); kUsage for a ROI outside of the picture.
Result<void> replay(const ReplayOptions& options, std::FILE* out);

}  // namespace tripline
