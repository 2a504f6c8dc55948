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

void lanes_scalar(const LaneGroup* groups, std::uint32_t count, const std::uint8_t* payload, double* value,
                  std::uint64_t* raw) noexcept RT_NONBLOCKING {
  for (std::uint32_t i = 0; i < count; ++i) {
    const LaneGroup& group = groups[i / LaneGroup::kLanes];
    const std::uint32_t lane = i % LaneGroup::kLanes;
    std::uint64_t bits = 0;
    std::memcpy(&bits, payload + group.load[lane], sizeof bits);
    const std::uint64_t swapped = __builtin_bswap64(bits);
    bits = group.big_endian[lane] ? swapped : bits;
    bits = bits << group.left[lane] >> group.right[lane];
    bits = (bits ^ group.sign[lane]) - group.sign[lane];
    raw[i] = bits;
    const double scaled = static_cast<double>(static_cast<std::int64_t>(bits)) * group.scale[lane];
    value[i] = scaled + group.offset[lane];
  }
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
