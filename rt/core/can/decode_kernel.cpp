#include "rt/core/can/decode_kernel.hpp"

#include <cstring>

#if defined(__x86_64__)
#include "rt/core/can/lanes_avx2.hpp"
#include "rt/core/can/lanes_avx512.hpp"
#elif defined(__aarch64__)
#include "rt/core/can/lanes_neon.hpp"
#endif

namespace tripline {
namespace {

/// One lane, as LaneGroup describes it.
inline void decode_lane(const LaneGroup& group, std::uint32_t lane, const std::uint8_t* payload, double* value,
                        std::uint64_t* raw) noexcept {
  std::uint64_t bits = 0;
  std::memcpy(&bits, payload + group.load[lane], sizeof bits);
  const std::uint64_t swapped = __builtin_bswap64(bits);
  bits = group.big_endian[lane] ? swapped : bits;
  bits = bits << group.left[lane] >> group.right[lane];
  bits = (bits ^ group.sign[lane]) - group.sign[lane];
  raw[lane] = bits;
  const double scaled = static_cast<double>(static_cast<std::int64_t>(bits)) * group.scale[lane];
  value[lane] = scaled + group.offset[lane];
}

void lanes_scalar(const LaneGroup* groups, std::uint32_t count, const std::uint8_t* payload, double* value,
                  std::uint64_t* raw) noexcept RT_NONBLOCKING {
  constexpr std::uint32_t kLanes = LaneGroup::kLanes;
  for (; count >= kLanes; count -= kLanes, ++groups, value += kLanes, raw += kLanes)
    for (std::uint32_t lane = 0; lane < kLanes; ++lane) decode_lane(*groups, lane, payload, value, raw);
  for (std::uint32_t lane = 0; lane < count; ++lane) decode_lane(*groups, lane, payload, value, raw);
}

}  // namespace

std::vector<DecodeKernel> decode_kernels() {
  std::vector<DecodeKernel> kernels{{"scalar", lanes_scalar}};
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) kernels.push_back({"avx2", lanes_avx2});
  if (__builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512dq"))
    kernels.push_back({"avx512", lanes_avx512});
#elif defined(__aarch64__)
  kernels.push_back({"neon", lanes_neon});
#endif
  return kernels;
}

}  // namespace tripline
