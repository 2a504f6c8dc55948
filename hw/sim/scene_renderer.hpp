// Paints frame n of the simulated scene. Pure: no thread, no clock, no heap after construction.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "hw/sim/ball_motion.hpp"
#include "hw/sim/scene_options.hpp"
#include "hw/sim/scene_textures.hpp"
#include "rt/base/ids.hpp"
#include "rt/base/realtime.hpp"

namespace tripline {

/// Pixels depend on the options, the frame's number and the lamp alone, in whatever order frames are asked for.
/// Thread: one at a time.
class SceneRenderer {
 public:
  /// `options` must have passed check_scene().
  explicit SceneRenderer(const SceneOptions& options);

  /// Fills `out`, width x height grey levels. `lamp` scales the light, 1 is normal, 0 … 4. RT-safe: yes.
  void render(FrameIndex index, double lamp, std::span<std::uint8_t> out) noexcept RT_NONBLOCKING;

 private:
  void paint(const BallPose& pose) noexcept;
  void restore_turf() noexcept;
  void paint_ball(const BallPose& pose) noexcept;
  std::int32_t light_q12(nanoseconds time, double lamp) const noexcept;

  SceneOptions options_;
  BallMotion motion_;
  BallSprite ball_;
  std::vector<std::uint8_t> turf_;
  std::vector<std::int8_t> noise_;
  std::vector<std::uint8_t> scene_;  ///< turf with the ball as `painted_` says: repainted only when the pose changes
  BallPose painted_;
};

}  // namespace tripline
