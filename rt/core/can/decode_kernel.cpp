#include "rt/core/can/decode_kernel.hpp"

#include "rt/core/can/decode_walk.hpp"
#include "rt/core/can/lanes_scalar.hpp"

#if defined(__x86_64__)
#include "rt/core/can/lanes_avx2.hpp"
#include "rt/core/can/lanes_avx512.hpp"
#elif defined(__aarch64__)
#include "rt/core/can/lanes_neon.hpp"
#endif

namespace tripline {
namespace {

// A function's instruction set is an attribute of it, which no template can carry: two for each. Inside the other one,
// `multiplexed` would make every frame keep the registers that only it needs.

[[gnu::noinline]] void multiplexed_scalar(const DecodePlan& plan, const CanFrame& frame, DecodeRoom& room,
                                          DecodedFrame& result) noexcept RT_NONBLOCKING {
  DecodeWalk::multiplexed<lanes_scalar>(plan, frame, room, result);
}

void decode_scalar(const DecodePlan& plan, const CanFrame& frame, DecodeRoom& room,
                   DecodedFrame& result) noexcept RT_NONBLOCKING {
  DecodeWalk::decode<lanes_scalar, multiplexed_scalar>(plan, frame, room, result);
}

#if defined(__x86_64__)
[[gnu::noinline]] TRIPLINE_AVX2 void multiplexed_avx2(const DecodePlan& plan, const CanFrame& frame, DecodeRoom& room,
                                                      DecodedFrame& result) noexcept RT_NONBLOCKING {
  DecodeWalk::multiplexed<lanes_avx2>(plan, frame, room, result);
}

TRIPLINE_AVX2 void decode_avx2(const DecodePlan& plan, const CanFrame& frame, DecodeRoom& room,
                               DecodedFrame& result) noexcept RT_NONBLOCKING {
  DecodeWalk::decode<lanes_avx2, multiplexed_avx2>(plan, frame, room, result);
}

[[gnu::noinline]] TRIPLINE_AVX512 void multiplexed_avx512(const DecodePlan& plan, const CanFrame& frame,
                                                          DecodeRoom& room,
                                                          DecodedFrame& result) noexcept RT_NONBLOCKING {
  DecodeWalk::multiplexed<lanes_avx512>(plan, frame, room, result);
}

TRIPLINE_AVX512 void decode_avx512(const DecodePlan& plan, const CanFrame& frame, DecodeRoom& room,
                                   DecodedFrame& result) noexcept RT_NONBLOCKING {
  DecodeWalk::decode<lanes_avx512, multiplexed_avx512>(plan, frame, room, result);
}
#elif defined(__aarch64__)
[[gnu::noinline]] void multiplexed_neon(const DecodePlan& plan, const CanFrame& frame, DecodeRoom& room,
                                        DecodedFrame& result) noexcept RT_NONBLOCKING {
  DecodeWalk::multiplexed<lanes_neon>(plan, frame, room, result);
}

void decode_neon(const DecodePlan& plan, const CanFrame& frame, DecodeRoom& room,
                 DecodedFrame& result) noexcept RT_NONBLOCKING {
  DecodeWalk::decode<lanes_neon, multiplexed_neon>(plan, frame, room, result);
}
#endif

}  // namespace

std::vector<DecodeKernel> decode_kernels() {
  std::vector<DecodeKernel> kernels{{"scalar", lanes_scalar, decode_scalar}};
#if defined(__x86_64__)
  if (!__builtin_cpu_supports("bmi2")) return kernels;
  if (__builtin_cpu_supports("avx2")) kernels.push_back({"avx2", lanes_avx2, decode_avx2});
  if (__builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512dq"))
    kernels.push_back({"avx512", lanes_avx512, decode_avx512});
#elif defined(__aarch64__)
  kernels.push_back({"neon", lanes_neon, decode_neon});
#endif
  return kernels;
}

}  // namespace tripline
