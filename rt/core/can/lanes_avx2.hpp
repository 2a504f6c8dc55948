// Four signals at once with AVX2: two 16-byte windows of the payload, a byte shuffle in each.
#pragma once

#include <immintrin.h>

#include "rt/core/can/lane_group.hpp"

namespace tripline {

__attribute__((target("avx2"))) inline void lanes_avx2(const LaneGroup* groups, std::uint32_t count,
                                                       const std::uint8_t* payload, double* value,
                                                       std::uint64_t* raw) noexcept RT_NONBLOCKING {
  const __m256i magic = _mm256_set1_epi64x(0x4338000000000000);
  for (std::uint32_t i = 0; i < count; i += 4) {
    const LaneGroup& group = groups[i / LaneGroup::kLanes];
    const std::uint32_t lane = i % LaneGroup::kLanes;
    const auto load = [lane](const auto& field) __attribute__((target("avx2"))) {
      return _mm256_load_si256(reinterpret_cast<const __m256i*>(field.data() + lane));
    };
    const auto* low = reinterpret_cast<const __m128i*>(payload + group.window[lane / 2]);
    const auto* high = reinterpret_cast<const __m128i*>(payload + group.window[lane / 2 + 1]);
    const auto* shuffle = reinterpret_cast<const __m256i*>(group.shuffle.data() + std::size_t{lane} * 8);
    __m256i x = _mm256_inserti128_si256(_mm256_castsi128_si256(_mm_loadu_si128(low)), _mm_loadu_si128(high), 1);
    x = _mm256_shuffle_epi8(x, _mm256_load_si256(shuffle));
    x = _mm256_srlv_epi64(_mm256_sllv_epi64(x, load(group.left)), load(group.right));
    const __m256i sign = load(group.sign);
    x = _mm256_sub_epi64(_mm256_xor_si256(x, sign), sign);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(raw + i), x);
    const __m256d number = _mm256_sub_pd(_mm256_castsi256_pd(_mm256_add_epi64(x, magic)), _mm256_castsi256_pd(magic));
    const __m256d scaled = _mm256_mul_pd(number, _mm256_load_pd(group.scale.data() + lane));
    _mm256_storeu_pd(value + i, _mm256_add_pd(scaled, _mm256_load_pd(group.offset.data() + lane)));
  }
}

}  // namespace tripline
