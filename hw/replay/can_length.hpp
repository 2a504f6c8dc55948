// Data length codes of CAN FD.
#pragma once

#include <array>
#include <cstdint>

namespace tripline {

inline constexpr std::size_t kClassicCanBytes = 8;
inline constexpr std::size_t kFdCanBytes = 64;

/// Payload bytes of a data length code up to 15.
constexpr std::uint8_t fd_length(std::uint32_t code) noexcept {
  constexpr std::array<std::uint8_t, 16> kLengths{0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 20, 24, 32, 48, 64};
  return kLengths[code & 0xFU];
}

/// The same of a classic frame, which carries 8 bytes at any code above 8.
constexpr std::uint8_t classic_length(std::uint32_t code) noexcept {
  return static_cast<std::uint8_t>(code < kClassicCanBytes ? code : kClassicCanBytes);
}

}  // namespace tripline
