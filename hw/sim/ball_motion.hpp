// Where the ball is while a frame is exposed: at rest, flying off, gone, or teed up again.
#pragma once

#include <cstdint>

#include "hw/sim/scene_options.hpp"

namespace tripline {

/// The ball's bounding square during one exposure, smeared evenly from `from_x` to `to_x`. Equal when it rests.
struct BallPose {
  bool visible = false;
  std::int32_t from_x = 0;  ///< px, left edge of the square; may lie outside of the frame
  std::int32_t to_x = 0;    ///< px, >= from_x
  std::int32_t y = 0;       ///< px, top edge of the square, which lies between the frame's top and bottom
  bool operator==(const BallPose&) const = default;
};

/// Pure: the pose depends on the options and the time alone. Thread: any.
class BallMotion {
 public:
  explicit BallMotion(const SceneOptions& options);

  std::uint32_t diameter() const noexcept { return diameter_; }
  /// The pose while the frame that ends at `end` after the start was exposed.
  BallPose at(nanoseconds end) const noexcept;

 private:
  nanoseconds strike_time(std::uint64_t strike) const noexcept;
  BallPose resting(std::uint64_t ball) const noexcept;
  BallPose flying(std::uint64_t ball, nanoseconds since_strike) const noexcept;

  std::uint64_t seed_;
  std::uint32_t width_;
  std::uint32_t height_;
  std::uint32_t diameter_;  ///< px
  nanoseconds strike_every_;
  nanoseconds tee_up_;    ///< from the strike until the next ball lies there
  nanoseconds period_;    ///< of the frames
  nanoseconds exposure_;  ///< of a frame, up to its end
  double px_per_ns_;
};

}  // namespace tripline
