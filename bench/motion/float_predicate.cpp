#include <cmath>

#include "bench/motion/peers.hpp"

namespace tripline::bench {

std::uint32_t count_by_float_predicate(const ImageView& current, std::span<std::uint8_t> old, FloatPredicate how) {
  std::uint32_t changed = 0;
  std::uint8_t* old_pixel = old.data();
  for (std::uint32_t y = 0; y < current.height; ++y) {
    const std::uint8_t* new_pixel = current.row(y);
    for (std::uint32_t x = 0; x < current.width; ++x, ++new_pixel, ++old_pixel) {
      const float new_value = *new_pixel;
      const float old_value = *old_pixel;
      if (std::fabs(new_value - old_value) > how.m * old_value + how.c) ++changed;
      *old_pixel = *new_pixel;
    }
  }
  return changed;
}

}  // namespace tripline::bench
