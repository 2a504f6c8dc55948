// The part of a raw frame that is looked at: sensors have few modes, and a smaller picture is cut out of the next one.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "rt/port/camera.hpp"

namespace tripline {

struct FrameSize {
  std::uint32_t width = 0;   ///< px
  std::uint32_t height = 0;  ///< px

  constexpr std::uint64_t area() const noexcept { return std::uint64_t{width} * height; }
  constexpr bool holds(const FrameSize& other) const noexcept { return width >= other.width && height >= other.height; }
};

/// The smallest mode that holds the wanted size: fewest rows to read, so the highest rate.
inline std::optional<FrameSize> smallest_mode(const std::vector<FrameSize>& modes, FrameSize wanted) {
  std::optional<FrameSize> best;
  for (const FrameSize& mode : modes)
    if (mode.holds(wanted) && (!best || mode.area() < best->area())) best = mode;
  return best;
}

/// The middle of the frame, without a copy. It starts at a fourth column and a second row, so that groups of packed
/// pixels and the colours of a Bayer pattern stay whole.
inline ImageView middle_of(const ImageView& frame, FrameSize wanted) noexcept {
  const std::uint32_t x = (frame.width - std::min(wanted.width, frame.width)) / 2 / 4 * 4;
  const std::uint32_t y = (frame.height - std::min(wanted.height, frame.height)) / 2 / 2 * 2;
  ImageView middle = frame;
  middle.pixels = frame.row(y) + row_bytes(frame.format, x);
  middle.width = std::min(wanted.width, frame.width);
  middle.height = std::min(wanted.height, frame.height);
  return middle;
}

}  // namespace tripline
