// The second look at a candidate frame: is it another picture, or the same one under another light?
#pragma once

#include <cstdint>

#include "rt/base/realtime.hpp"
#include "rt/core/motion/kernel_table.hpp"
#include "rt/core/motion/region.hpp"
#include "rt/port/camera.hpp"

namespace tripline {

/// How well `current = gain * reference + offset` explains the ROI.
struct SecondLook {
  double gain = 1;
  double offset = 0;
  double correlation = 1;      ///< -1..1; 0 where one of the pictures is flat
  double proportion = 1;       ///< gain from the brighter to the darker picture, over the ratio of their means:
                               ///< 1 for light alone, 0 where nothing is alike
  std::uint32_t pixels = 0;    ///< compared with what the fit foretells; 0 when the correlation alone was enough
  std::uint32_t changed = 0;   ///< of these, further than the threshold from the reference
  std::uint32_t residual = 0;  ///< of these, further than the threshold from what the fit foretells

  double residual_fraction() const noexcept { return pixels == 0 ? 0.0 : double(residual) / double(pixels); }
};

struct LookTuning {
  std::uint8_t threshold = 0;    ///< grey levels
  std::uint32_t row_step = 1;    ///< as in MotionWindow
  double correlation_least = 0;  ///< below it the picture is another one, and nothing further is looked at
};

/// Looks at as few rows as tell: some thousand pixels for the fit; for the residual further rows until enough changed
/// pixels were seen on them, at the worst every row. Pixels >= 250 in either picture are saturated and left out of the
/// fit; what it foretells is cut to 0..255. Both images as for measure_motion; 10-bit samples as grey levels.
/// Thread: any. RT-safe: yes (only candidate frames pay for it).
SecondLook look_again(const ImageView& current, const ImageView& reference, const Region& roi, const LookTuning& tuning,
                      const KernelTable& kernels) noexcept RT_NONBLOCKING;

/// With the kernels for a window of this size.
inline SecondLook look_again(const ImageView& current, const ImageView& reference, const Region& roi,
                             const LookTuning& tuning) noexcept RT_NONBLOCKING {
  return look_again(current, reference, roi, tuning, kernels_for(roi.area()));
}

}  // namespace tripline
