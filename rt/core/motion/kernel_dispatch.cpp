#include <array>

#include "rt/core/motion/kernel_table.hpp"

namespace tripline {

namespace {

struct Usable {
  std::array<const KernelTable*, 3> tables{&kPlainKernels};
  std::size_t count = 1;

  Usable() noexcept {
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2")) tables[count++] = &kAvx2Kernels;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("avx512bw")) tables[count++] = &kAvx512Kernels;
#elif defined(__aarch64__)
    tables[count++] = &kNeonKernels;
#endif
  }
};

// Constant after start-up; no guard in the hot path.
const Usable kUsable;

}  // namespace

std::span<const KernelTable* const> usable_kernels() noexcept { return {kUsable.tables.data(), kUsable.count}; }

const KernelTable& widest_kernels() noexcept RT_NONBLOCKING { return *kUsable.tables[kUsable.count - 1]; }

// Small windows do not get the widest unit of an x86: it is switched off when it was not used for some 0.7 ms, as
// between two frames, and begins at a part of its speed. From a hit's callback to its first edge at 96x88 with 1 ms
// between frames (Sapphire Rapids, idle, p50/p99): AVX-512 3.8/7.7 us, AVX2 3.2/5.7 us.
const KernelTable& kernels_for(std::size_t pixels) noexcept RT_NONBLOCKING {
  constexpr std::size_t kSmall = 65'536;
  return pixels > kSmall || kUsable.count < 3 ? widest_kernels() : *kUsable.tables[kUsable.count - 2];
}

}  // namespace tripline
