// The bits of an error frame (kCanErrorFrame): what a controller tells of its bus. Values of linux/can/error.h, which
// logs hold too.
#pragma once

#include <cstddef>
#include <cstdint>

namespace tripline::can_error {

inline constexpr std::uint8_t kLength = 8;

// In the id
inline constexpr std::uint32_t kController = 0x004;  ///< byte kControllerByte says what
inline constexpr std::uint32_t kProtocol = 0x008;    ///< bytes kProtocolKindByte and kProtocolPlaceByte say what
inline constexpr std::uint32_t kBusOff = 0x040;
inline constexpr std::uint32_t kBusError = 0x080;
inline constexpr std::uint32_t kRestarted = 0x100;
inline constexpr std::uint32_t kHasCounters = 0x200;

// In the data
inline constexpr std::size_t kControllerByte = 1;
inline constexpr std::size_t kProtocolKindByte = 2;
inline constexpr std::size_t kProtocolPlaceByte = 3;
inline constexpr std::size_t kTransmitErrorsByte = 6;
inline constexpr std::size_t kReceiveErrorsByte = 7;

// In byte kControllerByte
inline constexpr std::uint8_t kReceiveOverflow = 0x01;
inline constexpr std::uint8_t kWarning = 0x04 | 0x08;  ///< receiving, transmitting
inline constexpr std::uint8_t kPassive = 0x10 | 0x20;  ///< receiving, transmitting
inline constexpr std::uint8_t kActive = 0x40;

}  // namespace tripline::can_error
