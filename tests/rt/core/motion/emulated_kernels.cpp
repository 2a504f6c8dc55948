// Those of CPUs that are not here, through an emulation of their instructions. What an emulation cannot show: that the
// compiler's own intrinsics mean the same, and how fast they are.
#define SIMDE_ENABLE_NATIVE_ALIASES
#include <simde/arm/neon.h>
#include <simde/x86/avx512.h>

#include <cstdint>
#include <cstring>

// What older emulations lack or get wrong.
namespace emulated {

template <typename Lane>
struct Lanes {
  Lane lane[sizeof(simde__m512i) / sizeof(Lane)];
  explicit Lanes(const simde__m512i& from) { std::memcpy(lane, &from, sizeof from); }
};

inline simde__m512i multiply_add(simde__m512i a, simde__m512i b) {
  const Lanes<std::int16_t> x(a), y(b);
  std::int32_t sums[16];
  for (int i = 0; i < 16; ++i) sums[i] = x.lane[2 * i] * y.lane[2 * i] + x.lane[2 * i + 1] * y.lane[2 * i + 1];
  return simde_mm512_loadu_si512(sums);
}

inline std::uint32_t greater(simde__m512i a, simde__m512i b) {
  const Lanes<std::int16_t> x(a), y(b);
  std::uint32_t mask = 0;
  for (int i = 0; i < 32; ++i) mask |= std::uint32_t{x.lane[i] > y.lane[i]} << i;
  return mask;
}

inline long long total(simde__m512i a) {
  const Lanes<std::int64_t> lanes(a);
  long long sum = 0;
  for (const auto lane : lanes.lane) sum += lane;
  return sum;
}

}  // namespace emulated
#undef _mm512_madd_epi16
#undef _mm512_cmpgt_epi16_mask
#undef _mm512_reduce_add_epi64
#undef __mmask64
#define _mm512_madd_epi16(a, b) emulated::multiply_add(a, b)
#define _mm512_cmpgt_epi16_mask(a, b) emulated::greater(a, b)
#define _mm512_reduce_add_epi64(a) emulated::total(a)
#define __mmask64 simde__mmask64

#define TRIPLINE_EMULATED_SIMD
#include "rt/core/motion/avx512_ops.hpp"
#include "rt/core/motion/neon_ops.hpp"
#include "tests/rt/core/motion/compared_kernels.hpp"

namespace tripline {
namespace {

using Wide = Kernels<Avx512>;
const KernelTable kWide{"avx512bw, emulated", Wide::count_grey8, kPlainKernels.count_raw10_packed,
                        Wide::count_raw10,    Wide::sum_up,      Wide::count_residual};
const KernelTable kNeon = Kernels<Neon>::table("neon, emulated");
const KernelTable* const kCompared[] = {&kWide, &kNeon};

}  // namespace

std::span<const KernelTable* const> compared_kernels() { return kCompared; }

}  // namespace tripline
