// Statistics of a bus as text for people, or as one JSON object.
#pragma once

#include <cstdint>
#include <string>

#include "shim/cli/can/frame_statistics.hpp"

namespace tripline {

struct StatisticsView {
  std::string about;                   ///< where the frames come from
  bool has_names = false;              ///< somebody could have known the ids
  std::uint32_t bitrate_bps = 0;       ///< nominal; 0: nothing is said of the load
  std::uint32_t data_bitrate_bps = 0;  ///< of FD frames with a switch; 0: as the nominal one
};

std::string statistics_text(const FrameStatistics& statistics, const StatisticsView& view);
std::string statistics_json(const FrameStatistics& statistics, const StatisticsView& view);

}  // namespace tripline
