// The second look at a candidate frame: is it another picture, or the same one under another light?
#pragma once

#include <cstdint>

#include "rt/base/realtime.hpp"
#include "rt/core/motion/region.hpp"
#include "rt/port/camera.hpp"

namespace tripline {

/// How well `current = gain * reference + offset` explains the ROI.
struct SecondLook {
  double gain = 1;
  double offset = 0;
  double correlation = 1;      ///< -1..1; 0 where one of the pictures is flat
  std::uint32_t pixels = 0;    ///< pixels looked at
  std::uint32_t residual = 0;  ///< of these, further than the threshold from what the fit foretells

  double residual_fraction() const noexcept { return pixels == 0 ? 0.0 : double(residual) / double(pixels); }
};

/// Two passes over the ROI, every `row_step`-th row. Pixels >= 250 in either picture are saturated and left out of the
/// fit; the prediction is cut to 0..255. Thread: any. RT-safe: yes (only candidate frames pay for it).
SecondLook look_again(const ImageView& current, const ImageView& reference, const Region& roi, std::uint8_t threshold,
                      std::uint32_t row_step) noexcept RT_NONBLOCKING;

}  // namespace tripline
