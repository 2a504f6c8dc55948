// Two signals at once with NEON: a table lookup in a 16-byte window of the payload.
#pragma once

#ifndef TRIPLINE_EMULATED_SIMD  // a test has included an emulation of the intrinsics
#include <arm_neon.h>
#endif

#include "rt/core/can/lane_group.hpp"

namespace tripline {

inline void lanes_neon(const LaneGroup* groups, std::uint32_t count, const std::uint8_t* payload, double* value,
                       std::uint64_t* raw) noexcept RT_NONBLOCKING {
  for (std::uint32_t i = 0; i < count; i += 2) {
    const LaneGroup& group = groups[i / LaneGroup::kLanes];
    const std::uint32_t lane = i % LaneGroup::kLanes;
    const uint8x16_t window = vld1q_u8(payload + group.window[lane / 2]);
    const uint8x16_t bytes = vqtbl1q_u8(window, vld1q_u8(group.shuffle.data() + std::size_t{lane} * 8));
    const int64x2_t left = vreinterpretq_s64_u64(vld1q_u64(group.left.data() + lane));
    const int64x2_t right = vreinterpretq_s64_u64(vld1q_u64(group.right.data() + lane));
    const int64x2_t high = vshlq_s64(vreinterpretq_s64_u8(bytes), left);
    const uint64x2_t x =
        vandq_u64(vreinterpretq_u64_s64(vshlq_s64(high, vnegq_s64(right))), vld1q_u64(group.mask.data() + lane));
    vst1q_u64(raw + i, x);
    const float64x2_t number = vcvtq_f64_s64(vreinterpretq_s64_u64(x));
    const float64x2_t scaled = vmulq_f64(number, vld1q_f64(group.scale.data() + lane));
    vst1q_f64(value + i, vaddq_f64(scaled, vld1q_f64(group.offset.data() + lane)));
  }
}

}  // namespace tripline
