// What a person may tune of the trigger while it runs. Defaults and ranges are those of schemas/config.fbs.
#pragma once

#include <chrono>
#include <cstdint>

#include "rt/base/time.hpp"
#include "rt/core/motion/region.hpp"

namespace tripline {

struct TriggerTuning {
  std::uint8_t threshold = 0;        ///< grey levels
  double trip_fraction = 0;          ///< of the ROI's pixels
  std::uint32_t trip_pixels = 0;     ///< at least
  Region roi;                        ///< width or height 0: to the edge
  std::uint32_t guard = 0;           ///< px
  double guard_fraction = 0;         ///< of the ring's pixels
  double lamp_residual = 0;          ///< of the changed pixels
  double lamp_correlation = 0;       ///< -1..1
  nanoseconds settle{0};             ///< the scene must be still this long
  nanoseconds cooldown{0};           ///< after a shot nothing fires this long
  nanoseconds stall{0};              ///< silence that counts as a stall
  std::uint32_t row_step = 1;        ///< 1..8
  std::uint32_t reference_back = 1;  ///< frames, 1..4
};

}  // namespace tripline
