// Scenes made of real pixels: crops of the stills of a teed ball, the ball cut out and moved, light and noise.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "hw/replay/frame_clip.hpp"
#include "rt/core/motion/region.hpp"
#include "rt/port/camera.hpp"

namespace tripline::test {

/// A grey picture with fractions, so that light, blur and noise come before rounding.
struct Scene {
  std::uint32_t width = 0, height = 0;
  std::vector<float> grey;

  float& at(std::uint32_t x, std::uint32_t y) { return grey[std::size_t{y} * width + x]; }
  float at(std::uint32_t x, std::uint32_t y) const { return grey[std::size_t{y} * width + x]; }
};

using Pixels = std::vector<std::uint8_t>;

inline ImageView view_of(const Pixels& pixels, std::uint32_t width, std::uint32_t height) {
  return {pixels.data(), width, height, width, PixelFormat::kGrey8};
}

/// What a sensor makes of a scene: gain, read and shot noise, rounding.
class Sensor {
 public:
  Sensor() {
    std::minstd_rand random(5);
    std::normal_distribution<float> bell;
    for (auto& value : noise_) value = bell(random);
  }
  Pixels expose(const Scene& scene, double gain = 1, double noise = 2) {
    const auto factor = static_cast<float>(gain);
    const auto read = static_cast<float>(noise * noise);
    Pixels pixels(scene.grey.size());
    for (std::size_t i = 0; i < pixels.size(); ++i) {
      state_ = state_ * 6364136223846793005U + 1442695040888963407U;
      const float light = scene.grey[i] * factor;
      const float value = light + std::sqrt(read + 0.02F * light) * noise_[state_ >> 48];
      pixels[i] = static_cast<std::uint8_t>(std::clamp(value + 0.5F, 0.0F, 255.0F));
    }
    return pixels;
  }

 private:
  std::vector<float> noise_ = std::vector<float>(1U << 16);
  std::uint64_t state_ = 1;
};

/// The stills, if they are there.
class Stills {
 public:
  static constexpr std::uint32_t kBallX = 964, kBallY = 555;  // in the first still
  static constexpr float kBallRadius = 49;

  static std::optional<Stills> load(const std::string& shared_data) {
    auto clip = load_frames(shared_data + "/frames/teed");
    if (!clip || clip->frame_count() < 2) return std::nullopt;
    return Stills(std::move(*clip));
  }

  Scene crop(std::size_t still, std::uint32_t x, std::uint32_t y, std::uint32_t width, std::uint32_t height) const {
    Scene scene{width, height, std::vector<float>(std::size_t{width} * height)};
    const auto frame = clip_.frame(still);
    for (std::uint32_t row = 0; row < height; ++row)
      for (std::uint32_t column = 0; column < width; ++column)
        scene.at(column, row) = frame[std::size_t{y + row} * clip_.width + x + column];
    return scene;
  }
  Scene ball_crop(std::uint32_t width = 96, std::uint32_t height = 88) const {
    return crop(0, kBallX - width / 2, kBallY - height / 2, width, height);
  }

  /// The ball in front of `turf`, `radius` px large, smeared over `smear` px along x up to `centre_x`.
  Scene with_ball(const Scene& turf, double centre_x, double centre_y, double radius, double smear = 0) const {
    Scene scene = turf;
    const int steps = std::max(1, static_cast<int>(std::ceil(smear)));
    for (std::uint32_t y = 0; y < turf.height; ++y)
      for (std::uint32_t x = 0; x < turf.width; ++x) {
        if (std::abs(y - centre_y) > radius + 1) continue;
        float sum = 0;
        for (int step = 0; step < steps; ++step) {
          const double at = centre_x - smear * step / steps;
          const double distance = std::hypot(x - at, y - centre_y);
          const auto cover = static_cast<float>(std::clamp(radius + 0.5 - distance, 0.0, 1.0));
          sum += cover * ball_at((x - at) / radius, (y - centre_y) / radius) + (1 - cover) * turf.at(x, y);
        }
        scene.at(x, y) = sum / static_cast<float>(steps);
      }
    return scene;
  }

 private:
  explicit Stills(FrameClip clip) : clip_(std::move(clip)) {}

  /// Grey level of the ball at a place of the unit disc.
  float ball_at(double x, double y) const {
    const double length = std::max(1.0, std::hypot(x, y) * 1.03);
    const auto column = static_cast<std::size_t>(kBallX + x / length * kBallRadius);
    const auto row = static_cast<std::size_t>(kBallY + y / length * kBallRadius);
    return clip_.frame(0)[row * clip_.width + column];
  }

  FrameClip clip_;
};

}  // namespace tripline::test
