// What the keys of the monitor mean, out of the bytes that a terminal sends.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace tripline {

enum class MonitorKey : std::uint8_t { kQuit, kClear, kSort, kPause, kUp, kDown, kPageUp, kPageDown, kHome, kEnd };

/// In order; bytes that mean nothing are passed over. Arrows come whole: a terminal sends each in one piece.
std::vector<MonitorKey> read_keys(std::string_view bytes);

}  // namespace tripline
