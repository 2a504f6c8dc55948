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

const KernelTable& chosen_kernels() noexcept RT_NONBLOCKING { return *kUsable.tables[kUsable.count - 1]; }

}  // namespace tripline
