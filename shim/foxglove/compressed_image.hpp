// A preview frame as foxglove.CompressedImage.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "rt/base/time.hpp"

namespace tripline::foxglove_live {

/// The .bfbs of foxglove.CompressedImage. Lifetime: static.
std::span<const std::uint8_t> compressed_image_schema() noexcept;

/// `frame`: verified bytes of topic frame; `realtime_offset`: what CLOCK_REALTIME is ahead of CLOCK_MONOTONIC. The
/// frame id says where the picture comes from. Empty when the picture cannot be encoded. Thread: any.
std::vector<std::uint8_t> compressed_image(std::span<const std::uint8_t> frame, nanoseconds realtime_offset);

}  // namespace tripline::foxglove_live
