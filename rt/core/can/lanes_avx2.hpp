// Four signals at once with AVX2: two 16-byte windows of the payload, a byte shuffle in each.
#pragma once

#include <immintrin.h>

#include "rt/core/can/lane_group.hpp"

#define TRIPLINE_AVX2 __attribute__((target("avx2,bmi2")))

namespace tripline {

/// Lanes 4 * Half to 4 * Half + 3 of the group.
template <std::size_t Half>
__attribute__((target("avx2"), always_inline)) inline void half_group_avx2(const LaneGroup& group,
                                                                           const std::uint8_t* payload, double* value,
                                                                           std::uint64_t* raw) noexcept {
  constexpr std::size_t kLane = Half * 4;
  const __m256i magic = _mm256_set1_epi64x(0x4338000000000000);
  const auto* low = reinterpret_cast<const __m128i*>(payload + group.window[Half * 2]);
  const auto* high = reinterpret_cast<const __m128i*>(payload + group.window[Half * 2 + 1]);
  const auto* shuffle = reinterpret_cast<const __m256i*>(group.shuffle.data() + kLane * 8);
  const auto* left = reinterpret_cast<const __m256i*>(group.left.data() + kLane);
  const auto* right = reinterpret_cast<const __m256i*>(group.right.data() + kLane);
  const __m256i sign = _mm256_load_si256(reinterpret_cast<const __m256i*>(group.sign.data() + kLane));
  __m256i x = _mm256_inserti128_si256(_mm256_castsi128_si256(_mm_loadu_si128(low)), _mm_loadu_si128(high), 1);
  x = _mm256_shuffle_epi8(x, _mm256_load_si256(shuffle));
  x = _mm256_srlv_epi64(_mm256_sllv_epi64(x, _mm256_load_si256(left)), _mm256_load_si256(right));
  x = _mm256_sub_epi64(_mm256_xor_si256(x, sign), sign);
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(raw + kLane), x);
  const __m256d number = _mm256_sub_pd(_mm256_castsi256_pd(_mm256_add_epi64(x, magic)), _mm256_castsi256_pd(magic));
  const __m256d scaled = _mm256_mul_pd(number, _mm256_load_pd(group.scale.data() + kLane));
  _mm256_storeu_pd(value + kLane, _mm256_add_pd(scaled, _mm256_load_pd(group.offset.data() + kLane)));
}

TRIPLINE_AVX2 inline void lanes_avx2(const LaneGroup* groups, std::uint32_t count, const std::uint8_t* payload,
                                     double* value, std::uint64_t* raw) noexcept RT_NONBLOCKING {
  for (auto left = static_cast<std::int64_t>(count); left > 0; left -= LaneGroup::kLanes) {
    half_group_avx2<0>(*groups, payload, value, raw);
    if (left > 4) half_group_avx2<1>(*groups, payload, value, raw);
    ++groups;
    value += LaneGroup::kLanes;
    raw += LaneGroup::kLanes;
  }
}

}  // namespace tripline
