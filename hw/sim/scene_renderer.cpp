#include "hw/sim/scene_renderer.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "hw/sim/random.hpp"
#include "rt/base/check.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

constexpr nanoseconds kFlickerPeriod = 10ms;  // lamps on 50 Hz mains flicker at 100 Hz
constexpr double kLampDim = 0.6;              // light that is left when lamp_every switched the lamp
constexpr double kLampMax = 4;

// One row under `light` (Q12) with noise on top. Integers only: the same pixels on every machine.
void light_row(const std::uint8_t* scene, const std::int8_t* noise, std::uint8_t* out, std::size_t width,
               std::int32_t light) noexcept {
  for (std::size_t x = 0; x < width; ++x) {
    const std::int32_t level = ((scene[x] * light + 2048) >> 12) + noise[x];
    out[x] = static_cast<std::uint8_t>(std::clamp(level, 0, 255));
  }
}

}  // namespace

SceneRenderer::SceneRenderer(const SceneOptions& options)
    : options_(options),
      motion_(options),
      ball_(make_ball(motion_.diameter())),
      turf_(make_turf(options.width, options.height, options.seed)),
      noise_(make_noise(options.width, options.noise, options.seed)),
      scene_(turf_) {}

void SceneRenderer::render(FrameIndex index, double lamp, std::span<std::uint8_t> out) noexcept RT_NONBLOCKING {
  RT_CHECK(out.size() == scene_.size());
  const nanoseconds time = options_.period() * static_cast<std::int64_t>(index.value);
  paint(motion_.at(time));
  const std::int32_t light = light_q12(time, lamp);
  const std::uint64_t frame_seed = mix(options_.seed, index.value);
  for (std::uint32_t y = 0; y < options_.height; ++y) {
    const std::size_t begin = std::size_t{y} * options_.width;
    const std::size_t offset = mix(frame_seed, y) % kNoiseOffsets;
    light_row(&scene_[begin], &noise_[offset], &out[begin], options_.width, light);
  }
}

void SceneRenderer::paint(const BallPose& pose) noexcept {
  if (pose == painted_) return;
  restore_turf();
  if (pose.visible) paint_ball(pose);
  painted_ = pose;
}

void SceneRenderer::restore_turf() noexcept {
  if (!painted_.visible) return;
  const std::ptrdiff_t begin = std::ptrdiff_t{painted_.y} * options_.width;
  std::copy_n(turf_.begin() + begin, std::size_t{ball_.diameter} * options_.width, scene_.begin() + begin);
}

void SceneRenderer::paint_ball(const BallPose& pose) noexcept {
  const auto diameter = static_cast<std::int32_t>(ball_.diameter);
  const auto width = static_cast<std::int32_t>(options_.width);
  const auto places = static_cast<std::uint32_t>(pose.to_x - pose.from_x + 1);
  const std::int32_t first = std::clamp(pose.from_x, 0, width);
  const std::int32_t last = std::clamp(pose.to_x + diameter, 0, width);
  for (std::int32_t row = 0; row < diameter; ++row) {
    const std::uint32_t* light = &ball_.light[static_cast<std::size_t>(row * (diameter + 1))];
    const std::uint32_t* cover = &ball_.cover[static_cast<std::size_t>(row * (diameter + 1))];
    std::uint8_t* scene = &scene_[static_cast<std::size_t>((pose.y + row) * width)];
    for (std::int32_t x = first; x < last; ++x) {
      // Columns of the ball that passed over x while the ball was at each of its places.
      const auto begin = static_cast<std::size_t>(std::clamp(x - pose.to_x, 0, diameter));
      const auto end = static_cast<std::size_t>(std::clamp(x - pose.from_x + 1, 0, diameter));
      const std::uint32_t ball_light = (light[end] - light[begin]) / places;
      const std::uint32_t turf_share = 255 - (cover[end] - cover[begin]) / places;
      scene[x] = static_cast<std::uint8_t>(std::min(255U, ball_light + scene[x] * turf_share / 255));
    }
  }
}

std::int32_t SceneRenderer::light_q12(nanoseconds time, double lamp) const noexcept {
  const double phase = static_cast<double>((time % kFlickerPeriod).count()) / nanoseconds(kFlickerPeriod).count();
  const double flicker = 1 + options_.flicker * std::sin(2 * std::numbers::pi * phase);
  const bool dimmed = options_.lamp_every > 0ns && (time / options_.lamp_every) % 2 == 1;
  const double light = std::clamp(lamp, 0.0, kLampMax) * flicker * (dimmed ? kLampDim : 1.0);
  return static_cast<std::int32_t>(std::lround(light * 4096));
}

}  // namespace tripline
