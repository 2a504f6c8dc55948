// The kernels of arm64.
#include "rt/core/motion/neon_ops.hpp"
#include "rt/core/motion/row_passes.hpp"

namespace tripline {

const KernelTable kNeonKernels = Kernels<Neon>::table("neon");

}  // namespace tripline
