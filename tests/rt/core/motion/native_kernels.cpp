// Those that this CPU runs.
#include "tests/rt/core/motion/compared_kernels.hpp"

namespace tripline {

std::span<const KernelTable* const> compared_kernels() { return usable_kernels(); }

}  // namespace tripline
