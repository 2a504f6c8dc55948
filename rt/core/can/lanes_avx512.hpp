// Eight signals at once with AVX-512 VBMI: one byte permute over the whole payload.
#pragma once

#ifdef TRIPLINE_EMULATED_SIMD  // a test has included an emulation of the intrinsics
#define TRIPLINE_AVX512
#else
#include <immintrin.h>
#define TRIPLINE_AVX512 __attribute__((target("avx512f,avx512bw,avx512dq,avx512vbmi,bmi2")))
#endif

#include "rt/core/can/lane_group.hpp"

namespace tripline {

TRIPLINE_AVX512 inline void one_group_avx512(const LaneGroup& group, __m512i payload, double* value,
                                             std::uint64_t* raw) noexcept {
  __m512i x = _mm512_permutexvar_epi8(_mm512_load_si512(group.permute.data()), payload);
  x = _mm512_sllv_epi64(x, _mm512_load_si512(group.left.data()));
  x = _mm512_srav_epi64(x, _mm512_load_si512(group.right.data()));
  x = _mm512_and_si512(x, _mm512_load_si512(group.mask.data()));
  _mm512_storeu_si512(raw, x);
  const __m512d scaled = _mm512_mul_pd(_mm512_cvtepi64_pd(x), _mm512_load_pd(group.scale.data()));
  _mm512_storeu_pd(value, _mm512_add_pd(scaled, _mm512_load_pd(group.offset.data())));
}

/// Most messages have one or two groups, in no order that a CPU could foretell: the second is made without asking.
TRIPLINE_AVX512 inline void lanes_avx512(const LaneGroup* groups, std::uint32_t count, const std::uint8_t* payload,
                                         double* value, std::uint64_t* raw) noexcept RT_NONBLOCKING {
  constexpr std::uint32_t kLanes = LaneGroup::kLanes;
  const __m512i bytes = _mm512_loadu_si512(payload);
  const std::size_t second = count > kLanes ? 1 : 0;
  one_group_avx512(groups[0], bytes, value, raw);
  one_group_avx512(groups[second], bytes, value + kLanes, raw + kLanes);
  for (std::uint32_t i = 2 * kLanes; i < count; i += kLanes)
    one_group_avx512(groups[i / kLanes], bytes, value + i, raw + i);
}

}  // namespace tripline
