#include "hw/sim/scene_textures.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "hw/sim/random.hpp"

namespace tripline {
namespace {

struct BallPixel {
  double cover;  // 0 … 1
  double light;  // grey levels
};

// Dimples sit on a square grid of the sphere's own angles, every second row shifted by half.
double dimple(double x, double y) {
  constexpr double kPerRadian = 4.5;
  const double v = std::asin(std::clamp(y, -1.0, 1.0)) * kPerRadian;
  const double row = std::floor(v);
  const double shift = std::fmod(std::abs(row), 2.0) / 2;
  const double u = std::asin(std::clamp(x / std::sqrt(std::max(1e-6, 1 - y * y)), -1.0, 1.0)) * kPerRadian + shift;
  const double distance = std::hypot(u - std::floor(u) - 0.5, v - row - 0.5);
  return distance < 0.38 ? 1 - distance / 0.38 : 0;
}

// Lambert's shading of a sphere lit from the upper left; x and y are -1 … 1 across the ball.
BallPixel ball_pixel(double x, double y, double radius) {
  const double distance = std::hypot(x, y);
  const double z = std::sqrt(std::max(0.0, 1 - distance * distance));
  const double lambert = std::max(0.0, -0.35 * x - 0.45 * y + 0.82 * z);
  return {.cover = std::clamp((1 - distance) * radius + 0.5, 0.0, 1.0),
          .light = (105 + 100 * lambert) * (1 - 0.16 * dimple(x, y))};
}

// Random heights on a grid, blended in between; cells of `cell_x` by `cell_y` pixels. 0 … 1.
double value_noise(double x, double y, double cell_x, double cell_y, std::uint64_t seed) {
  const double u = x / cell_x;
  const double v = y / cell_y;
  const auto column = static_cast<std::uint64_t>(u);
  const auto row = static_cast<std::uint64_t>(v);
  const auto height = [&](std::uint64_t c, std::uint64_t r) { return unit_random(seed, (r << 32) | c); };
  const double right = u - std::floor(u);
  const double down = v - std::floor(v);
  const double top = std::lerp(height(column, row), height(column + 1, row), right);
  const double bottom = std::lerp(height(column, row + 1), height(column + 1, row + 1), right);
  return std::lerp(top, bottom, down);
}

}  // namespace

BallSprite make_ball(std::uint32_t diameter) {
  BallSprite ball{diameter, {}, {}};
  ball.light.reserve(std::size_t{diameter} * (diameter + 1));
  ball.cover.reserve(std::size_t{diameter} * (diameter + 1));
  const double radius = diameter / 2.0;
  for (std::uint32_t row = 0; row < diameter; ++row) {
    std::uint32_t light = 0;
    std::uint32_t cover = 0;
    ball.light.push_back(light);
    ball.cover.push_back(cover);
    for (std::uint32_t column = 0; column < diameter; ++column) {
      const BallPixel pixel = ball_pixel((column + 0.5 - radius) / radius, (row + 0.5 - radius) / radius, radius);
      ball.light.push_back(light += static_cast<std::uint32_t>(std::lround(pixel.light * pixel.cover)));
      ball.cover.push_back(cover += static_cast<std::uint32_t>(std::lround(255 * pixel.cover)));
    }
  }
  return ball;
}

std::vector<std::uint8_t> make_turf(std::uint32_t width, std::uint32_t height, std::uint64_t seed) {
  std::vector<std::uint8_t> turf;
  turf.reserve(std::size_t{width} * height);
  for (std::uint32_t y = 0; y < height; ++y) {
    for (std::uint32_t x = 0; x < width; ++x) {
      const double patches = value_noise(x, y, 41, 37, mix(seed, 1));
      const double blades = value_noise(x, y, 2.2, 7.5, mix(seed, 2));
      const double grain = unit_random(mix(seed, 3), (std::uint64_t{y} << 32) | x);
      turf.push_back(static_cast<std::uint8_t>(38 + 20 * patches + 42 * blades + 14 * grain));
    }
  }
  return turf;
}

std::vector<std::int8_t> make_noise(std::uint32_t width, double sigma, std::uint64_t seed) {
  std::vector<std::int8_t> noise;
  noise.reserve(kNoiseOffsets + width);
  const std::uint64_t stream = mix(seed, 4);
  for (std::uint64_t i = 0; i < kNoiseOffsets + width; ++i) {  // Box and Muller's transform
    const double radius = std::sqrt(-2 * std::log(1 - unit_random(stream, 2 * i)));
    const double angle = 2 * std::numbers::pi * unit_random(stream, 2 * i + 1);
    const double deviate = std::clamp(radius * std::cos(angle), -3.5, 3.5);
    noise.push_back(static_cast<std::int8_t>(std::lround(sigma * deviate)));
  }
  return noise;
}

}  // namespace tripline
