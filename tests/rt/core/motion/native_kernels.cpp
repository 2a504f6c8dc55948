// Those that this CPU runs.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/rt/core/motion/compared_kernels.hpp"

namespace tripline {

std::span<const KernelTable* const> compared_kernels() { return usable_kernels(); }

#if defined(__aarch64__)
// What is not in the table is not compared, and nobody would see.
TEST(KernelTable, HasNeonOnEveryArm64) {
  EXPECT_EQ(std::ranges::count(compared_kernels(), &kNeonKernels), 1);
  EXPECT_EQ(&widest_kernels(), &kNeonKernels);
  EXPECT_EQ(&kernels_for(1), &kNeonKernels);
}
#endif

}  // namespace tripline
