// What the simulated scene looks like and how often something happens in it.
#pragma once

#include <chrono>
#include <cstdint>

#include "rt/base/result.hpp"
#include "rt/base/time.hpp"

namespace tripline {

struct SceneOptions {
  std::uint32_t width = 96;   ///< px, 16 … limits::kFrameEdgePx
  std::uint32_t height = 88;  ///< px, 16 … limits::kFrameEdgePx
  double fps = 571;           ///< 1 … 2000 Hz
  std::uint64_t seed = 1;
  nanoseconds strike_every = std::chrono::seconds(4);  ///< also the time of the first strike; 0: never struck
  nanoseconds lamp_every{0};                           ///< between two switches of the lamp; 0: never switched
  double noise = 2;                                    ///< standard deviation, grey levels, 0 … 20
  double flicker = 0.02;                               ///< depth of the 100 Hz flicker, fraction, 0 … 0.2
  double ball_m_s = 60;                                ///< speed of the struck ball, 0.1 … 120

  nanoseconds period() const noexcept { return nanoseconds(static_cast<std::int64_t>(1e9 / fps + 0.5)); }
};

/// Errors: kBadConfig naming the first field out of range.
Result<void> check_scene(const SceneOptions& options);

}  // namespace tripline
