// Eight signals at once with AVX-512 VBMI: one byte permute over the whole payload.
#pragma once

#ifdef TRIPLINE_EMULATED_SIMD  // a test has included an emulation of the intrinsics
#define TRIPLINE_AVX512
#else
#include <immintrin.h>
#define TRIPLINE_AVX512 __attribute__((target("avx512f,avx512bw,avx512dq,avx512vbmi")))
#endif

#include "rt/core/can/lane_group.hpp"

namespace tripline {

TRIPLINE_AVX512 inline void lanes_avx512(const LaneGroup* groups, std::uint32_t count, const std::uint8_t* payload,
                                         double* value, std::uint64_t* raw) noexcept RT_NONBLOCKING {
  const __m512i bytes = _mm512_loadu_si512(payload);
  for (std::uint32_t i = 0; i < count; i += LaneGroup::kLanes) {
    const LaneGroup& group = groups[i / LaneGroup::kLanes];
    __m512i x = _mm512_permutexvar_epi8(_mm512_load_si512(group.permute.data()), bytes);
    x = _mm512_srlv_epi64(_mm512_sllv_epi64(x, _mm512_load_si512(group.left.data())),
                          _mm512_load_si512(group.right.data()));
    const __m512i sign = _mm512_load_si512(group.sign.data());
    x = _mm512_sub_epi64(_mm512_xor_si512(x, sign), sign);
    _mm512_storeu_si512(raw + i, x);
    const __m512d scaled = _mm512_mul_pd(_mm512_cvtepi64_pd(x), _mm512_load_pd(group.scale.data()));
    _mm512_storeu_pd(value + i, _mm512_add_pd(scaled, _mm512_load_pd(group.offset.data())));
  }
}

}  // namespace tripline
