// What the simulated scene is painted with: a dimpled ball, turf, and pixel noise. Made once, before the start.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace tripline {

/// A shaded ball as sums along each row, so that any even motion smear costs two look-ups a pixel.
struct BallSprite {
  std::uint32_t diameter = 0;        ///< px; rows of diameter + 1 sums, the first of each is 0
  std::vector<std::uint32_t> light;  ///< sum of the ball's grey levels, already weighted with its cover
  std::vector<std::uint32_t> cover;  ///< sum of how much of the pixel is ball, 0 … 255 each
};

BallSprite make_ball(std::uint32_t diameter);

/// Grass in `width` x `height` grey levels, darker than 120 so that the ball stands out.
std::vector<std::uint8_t> make_turf(std::uint32_t width, std::uint32_t height, std::uint64_t seed);

/// Start offsets into the noise: a row may begin anywhere below this.
inline constexpr std::size_t kNoiseOffsets = std::size_t{1} << 16;

/// kNoiseOffsets + width normal deviates, cut at 3.5 sigma so that noise alone never reaches a trigger threshold.
std::vector<std::int8_t> make_noise(std::uint32_t width, double sigma, std::uint64_t seed);

}  // namespace tripline
