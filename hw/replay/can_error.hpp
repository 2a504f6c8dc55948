// Error frames as SocketCAN has them (linux/can/error.h), for logs that tell of errors in other words.
#pragma once

#include <cstdint>

#include "rt/port/can_bus.hpp"

namespace tripline {

inline constexpr std::uint32_t kCanErrorProtocol = 0x08;  ///< CAN_ERR_PROT: data[2] kind, data[3] place
inline constexpr std::uint32_t kCanErrorBus = 0x80;       ///< CAN_ERR_BUSERROR
inline constexpr std::uint32_t kCanErrorCounts = 0x200;   ///< CAN_ERR_CNT: data[6] sent, data[7] received

/// An error frame without details.
inline CanFrame error_frame(std::uint32_t classes) noexcept {
  CanFrame frame;
  frame.id = classes;
  frame.flags = kCanErrorFrame;
  frame.length = 8;
  return frame;
}

}  // namespace tripline
