#include "hw/sim/ball_motion.hpp"

#include <algorithm>
#include <cmath>

#include "hw/sim/random.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

constexpr double kBallMetres = 0.04267;  // smallest golf ball that the Rules of Golf allow
constexpr nanoseconds kTeeUp = 400ms;    // the trigger is still cooling down (1 s) when the next ball appears

// A crop is made for the ball, which nearly fills it; in a larger picture it is an eighth of the short edge.
std::uint32_t ball_diameter(std::uint32_t width, std::uint32_t height) {
  const std::uint32_t edge = std::min(width, height);
  return edge <= 128 ? edge * 84 / 100 : edge / 8;
}

}  // namespace

BallMotion::BallMotion(const SceneOptions& options)
    : seed_(mix(options.seed, 0xBA11)),
      width_(options.width),
      height_(options.height),
      diameter_(ball_diameter(options.width, options.height)),
      strike_every_(options.strike_every),
      tee_up_(std::min(kTeeUp, options.strike_every / 2)),
      period_(options.period()),
      exposure_(options.period() / 5),
      px_per_ns_(options.ball_m_s / kBallMetres * diameter_ * 1e-9) {}

BallPose BallMotion::at(nanoseconds end) const noexcept {
  if (strike_every_ <= 0ns || end < strike_every_) return resting(0);
  const auto strikes = static_cast<std::uint64_t>(end / strike_every_);
  const nanoseconds since_strike = end - strike_time(strikes);
  if (since_strike >= tee_up_) return resting(strikes);
  return flying(strikes - 1, std::max(0ns, since_strike));
}

// As the first exposure after the appointed time begins: that frame then shows the ball smeared from where it lay.
nanoseconds BallMotion::strike_time(std::uint64_t strike) const noexcept {
  const nanoseconds appointed = strike_every_ * static_cast<std::int64_t>(strike);
  return (appointed / period_ + 1) * period_ - exposure_;
}

BallPose BallMotion::resting(std::uint64_t ball) const noexcept {
  // Nobody tees up twice on the same spot: up to a 32nd of its diameter to either side.
  const double spread = diameter_ / 16.0;
  const double shift_x = (unit_random(seed_, 2 * ball) - 0.5) * spread;
  const double shift_y = (unit_random(seed_, 2 * ball + 1) - 0.5) * spread;
  const auto x = static_cast<std::int32_t>(std::lround((width_ - diameter_) / 2.0 + shift_x));
  const auto y = static_cast<std::int32_t>(std::lround((height_ - diameter_) / 2.0 + shift_y));
  return {.visible = true, .from_x = x, .to_x = x, .y = y};
}

BallPose BallMotion::flying(std::uint64_t ball, nanoseconds since_strike) const noexcept {
  const auto travel = [this](nanoseconds time) {
    const double px = std::min(px_per_ns_ * static_cast<double>(time.count()), 2.0 * width_);
    return static_cast<std::int32_t>(std::lround(px));
  };
  BallPose pose = resting(ball);
  pose.to_x += travel(since_strike);
  pose.from_x += travel(std::max(0ns, since_strike - exposure_));
  pose.visible = pose.from_x < static_cast<std::int32_t>(width_);
  return pose;
}

}  // namespace tripline
