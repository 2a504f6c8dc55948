// The kernels of AVX-512BW; packed pixels go through AVX2, whose shuffle does as much of them at once.
#include "rt/core/motion/avx512_ops.hpp"
#include "rt/core/motion/row_passes.hpp"

namespace tripline {
namespace {

using Own = Kernels<Avx512>;

void count_raw10_packed(const RowPairs& pairs, std::uint16_t threshold, ChangeCount& into) noexcept RT_NONBLOCKING {
  kAvx2Kernels.count_raw10_packed(pairs, threshold, into);
}

}  // namespace

const KernelTable kAvx512Kernels{"avx512bw",       Own::count_grey8, count_raw10_packed,
                                 Own::count_raw10, Own::sum_up,      Own::count_residual};

}  // namespace tripline
