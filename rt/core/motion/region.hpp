// Rectangles of a frame: the region of interest and the guard ring around it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace tripline {

/// Rectangle in pixels of the full frame; empty when width or height is 0.
struct Region {
  std::uint32_t x = 0;
  std::uint32_t y = 0;
  std::uint32_t width = 0;
  std::uint32_t height = 0;

  constexpr std::uint32_t right() const noexcept { return x + width; }
  constexpr std::uint32_t bottom() const noexcept { return y + height; }
  constexpr bool empty() const noexcept { return width == 0 || height == 0; }
  constexpr std::size_t area() const noexcept { return std::size_t{width} * height; }
  friend constexpr bool operator==(const Region&, const Region&) = default;
};

/// The part of `region` inside a frame of this size; a width or height of 0 means: to the edge.
constexpr Region clip_region(Region region, std::uint32_t width, std::uint32_t height) noexcept {
  const auto x = std::min(region.x, width);
  const auto y = std::min(region.y, height);
  const auto right = region.width == 0 ? width : std::min(region.right(), width);
  const auto bottom = region.height == 0 ? height : std::min(region.bottom(), height);
  return {x, y, right - x, bottom - y};
}

/// `region` grown by `margin` px on every side, as far as the frame reaches.
constexpr Region grow(Region region, std::uint32_t margin, std::uint32_t width, std::uint32_t height) noexcept {
  const auto x = region.x > margin ? region.x - margin : 0;
  const auto y = region.y > margin ? region.y - margin : 0;
  return {x, y, std::min(region.right() + margin, width) - x, std::min(region.bottom() + margin, height) - y};
}

}  // namespace tripline
