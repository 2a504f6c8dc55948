// Bits as a line would show them: the ticks at which the level changes, the line being low before and after.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace tripline {

inline std::vector<std::int64_t> edges_of_bits(std::span<const std::uint8_t> bytes) {
  std::vector<std::int64_t> ticks;
  bool level = false;
  for (std::size_t tick = 0; tick <= 8 * bytes.size(); ++tick) {
    const bool next = tick < 8 * bytes.size() && (bytes[tick / 8] & (0x80U >> (tick % 8))) != 0;
    if (next != level) ticks.push_back(static_cast<std::int64_t>(tick));
    level = next;
  }
  return ticks;
}

}  // namespace tripline
