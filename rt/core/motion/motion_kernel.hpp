// One pass over two frames: how many pixels changed, and how bright it is, in the ROI and in the guard ring.
#pragma once

#include <cstdint>

#include "rt/base/realtime.hpp"
#include "rt/core/motion/kernel_table.hpp"
#include "rt/core/motion/region.hpp"
#include "rt/port/camera.hpp"

namespace tripline {

struct RegionMotion {
  std::uint32_t pixels = 0;   ///< pixels looked at
  std::uint32_t changed = 0;  ///< of these, |current - reference| > threshold
  std::uint64_t sum = 0;      ///< of the current frame's grey levels; of 10-bit samples a quarter

  double changed_fraction() const noexcept { return pixels == 0 ? 0.0 : double(changed) / double(pixels); }
  double mean() const noexcept { return pixels == 0 ? 0.0 : double(sum) / double(pixels); }
};

struct Motion {
  RegionMotion roi;
  RegionMotion guard;  ///< the ring between `roi` and `outer`
};

/// What of a frame is looked at, and how closely.
struct MotionWindow {
  Region roi;                  ///< inside the frame
  Region outer;                ///< contains roi, inside the frame; equal to roi: no guard ring
  std::uint8_t threshold = 0;  ///< grey levels
  std::uint32_t row_step = 1;  ///< every n-th row, counted from the top of `outer`
};

/// Both images have the same size and format and contain the window. Symmetric in its two images.
/// Thread: any. RT-safe: yes.
Motion measure_motion(const ImageView& current, const ImageView& reference, const MotionWindow& window,
                      const KernelTable& kernels) noexcept RT_NONBLOCKING;

/// With the kernels for a window of this size.
inline Motion measure_motion(const ImageView& current, const ImageView& reference,
                             const MotionWindow& window) noexcept RT_NONBLOCKING {
  return measure_motion(current, reference, window, kernels_for(window.outer.area()));
}

/// The rows of `part` for the inner loops; rows without a gap between them become a single one. RT-safe: yes.
RowPairs row_pairs(const ImageView& current, const ImageView& reference, const Region& part,
                   std::uint32_t row_step) noexcept RT_NONBLOCKING;

/// What the inner loops over large windows are made of: "avx2", "neon", … RT-safe: yes.
inline const char* motion_kernel_name() noexcept { return widest_kernels().name; }

}  // namespace tripline
