// What an edge of the input does.
#pragma once

#include <cstdint>

#include "rt/base/time.hpp"

namespace tripline {

/// Same values as wire::InputAction.
enum class InputAction : std::uint8_t {
  kTrip,       ///< a shot, when armed
  kArm,        ///< arms
  kArmDisarm,  ///< arms at the active level, disarms at the other
};

struct InputRule {
  InputAction action = InputAction::kTrip;
  nanoseconds debounce{0};  ///< edges this soon after another one are bounces
};

}  // namespace tripline
