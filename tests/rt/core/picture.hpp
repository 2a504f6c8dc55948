// A picture for tests: owns its pixels, draws noise and discs.
#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include "rt/port/camera.hpp"

namespace tripline {

class Picture {
 public:
  Picture(std::uint32_t width, std::uint32_t height, std::uint8_t level, std::uint32_t padding = 0)
      : width_(width), height_(height), stride_(width + padding), pixels_(std::size_t{stride_} * height, level) {}

  std::uint8_t& at(std::uint32_t x, std::uint32_t y) { return pixels_[std::size_t{y} * stride_ + x]; }
  ImageView view() const { return {pixels_.data(), width_, height_, stride_}; }

  /// The same texture for the same seed: grey levels `low`..`high`.
  Picture& texture(std::uint32_t seed, int low, int high) {
    std::minstd_rand random(seed);
    std::uniform_int_distribution<int> grey(low, high);
    for (auto& pixel : pixels_) pixel = static_cast<std::uint8_t>(grey(random));
    return *this;
  }
  Picture& disc(double centre_x, double centre_y, double radius, std::uint8_t level) {
    for (std::uint32_t y = 0; y < height_; ++y)
      for (std::uint32_t x = 0; x < width_; ++x)
        if ((x - centre_x) * (x - centre_x) + (y - centre_y) * (y - centre_y) <= radius * radius) at(x, y) = level;
    return *this;
  }
  Picture& light(double gain, double offset) {
    for (auto& pixel : pixels_)
      pixel = static_cast<std::uint8_t>(std::min(255.0, std::max(0.0, pixel * gain + offset)));
    return *this;
  }

 private:
  std::uint32_t width_, height_, stride_;
  std::vector<std::uint8_t> pixels_;
};

}  // namespace tripline
