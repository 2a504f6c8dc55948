// One pixel out of a row, whatever its format.
#pragma once

#include <cstddef>
#include <cstdint>

#include "rt/port/camera.hpp"

namespace tripline {

inline constexpr unsigned kRaw10Max = 1023;

/// Pixel x of a row, as wide as the format has it: 0..255 or 0..1023. RT-safe: yes.
template <PixelFormat kFormat>
[[gnu::always_inline]] inline std::uint16_t sample_at(const std::uint8_t* row, std::size_t x) noexcept {
  if constexpr (kFormat == PixelFormat::kGrey8) return row[x];
  if constexpr (kFormat == PixelFormat::kRaw10)
    return static_cast<std::uint16_t>((row[2 * x] | (row[2 * x + 1] << 8)) & kRaw10Max);
  const std::uint8_t* group = row + x / 4 * 5;
  return static_cast<std::uint16_t>((group[x % 4] << 2) | ((group[4] >> (2 * (x % 4))) & 3));
}

}  // namespace tripline
