// One signal after another, on any CPU.
#pragma once

#include <cstring>

#include "rt/core/can/lane_group.hpp"

namespace tripline {

/// One lane, as LaneGroup describes it.
inline void decode_lane(const LaneGroup& group, std::uint32_t lane, const std::uint8_t* payload, double* value,
                        std::uint64_t* raw) noexcept {
  std::uint64_t bits = 0;
  std::memcpy(&bits, payload + group.load[lane], sizeof bits);
  const std::uint64_t swapped = __builtin_bswap64(bits);
  bits = group.big_endian[lane] ? swapped : bits;
  const auto extended = static_cast<std::int64_t>(bits << group.left[lane]) >> group.right[lane];
  bits = static_cast<std::uint64_t>(extended) & group.mask[lane];
  raw[lane] = bits;
  const double scaled = static_cast<double>(static_cast<std::int64_t>(bits)) * group.scale[lane];
  value[lane] = scaled + group.offset[lane];
}

inline void lanes_scalar(const LaneGroup* groups, std::uint32_t count, const std::uint8_t* payload, double* value,
                         std::uint64_t* raw) noexcept RT_NONBLOCKING {
  constexpr std::uint32_t kLanes = LaneGroup::kLanes;
  for (; count >= kLanes; count -= kLanes, ++groups, value += kLanes, raw += kLanes)
    for (std::uint32_t lane = 0; lane < kLanes; ++lane) decode_lane(*groups, lane, payload, value, raw);
  for (std::uint32_t lane = 0; lane < count; ++lane) decode_lane(*groups, lane, payload, value, raw);
}

}  // namespace tripline
