// Error frames for logs that tell of errors in other words than SocketCAN.
#pragma once

#include <cstdint>

#include "rt/port/can_bus.hpp"
#include "rt/port/can_error.hpp"

namespace tripline {

/// An error frame of these classes (can_error), without details.
inline CanFrame error_frame(std::uint32_t classes) noexcept {
  CanFrame frame;
  frame.id = classes;
  frame.flags = kCanErrorFrame;
  frame.length = can_error::kLength;
  return frame;
}

}  // namespace tripline
