#include "rt/core/motion/motion_kernel.hpp"

#include <algorithm>

namespace tripline {
namespace {

/// Adds `count` neighbouring pixels of one row. Kept free of branches so that the compiler vectorises it.
void add_run(const std::uint8_t* current, const std::uint8_t* reference, std::uint32_t count, std::uint8_t threshold,
             RegionMotion& into) noexcept {
  std::uint32_t changed = 0;
  std::uint32_t sum = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint8_t high = std::max(current[i], reference[i]);
    const std::uint8_t low = std::min(current[i], reference[i]);
    changed += static_cast<std::uint8_t>(high - low) > threshold ? 1U : 0U;
    sum += current[i];
  }
  into.pixels += count;
  into.changed += changed;
  into.sum += sum;
}

}  // namespace

Motion measure_motion(const ImageView& current, const ImageView& reference,
                      const MotionWindow& window) noexcept RT_NONBLOCKING {
  Motion motion;
  const Region& roi = window.roi;
  const Region& outer = window.outer;
  for (auto y = outer.y; y < outer.bottom(); y += window.row_step) {
    const auto* cur = current.row(y);
    const auto* ref = reference.row(y);
    const auto run = [&](std::uint32_t from, std::uint32_t to, RegionMotion& into) {
      if (to > from) add_run(cur + from, ref + from, to - from, window.threshold, into);
    };
    if (y < roi.y || y >= roi.bottom()) {
      run(outer.x, outer.right(), motion.guard);
    } else {
      run(outer.x, roi.x, motion.guard);
      run(roi.x, roi.right(), motion.roi);
      run(roi.right(), outer.right(), motion.guard);
    }
  }
  return motion;
}

}  // namespace tripline
