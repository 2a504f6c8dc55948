// The reference: one pixel after another, as the words say it.
#include <algorithm>
#include <cstdlib>

#include "rt/core/motion/kernel_table.hpp"
#include "rt/core/motion/sample.hpp"

namespace tripline {
namespace {

template <PixelFormat kFormat>
void count_changes(const RowPairs& pairs, std::uint16_t threshold, ChangeCount& into) noexcept RT_NONBLOCKING {
  for (std::size_t row = 0; row < pairs.rows; ++row) {
    const auto* current = pairs.current + row * pairs.current_step;
    const auto* reference = pairs.reference + row * pairs.reference_step;
    for (std::size_t x = pairs.skip; x < pairs.skip + pairs.pixels; ++x) {
      const int now = sample_at<kFormat>(current, x);
      into.changed += std::abs(now - int{sample_at<kFormat>(reference, x)}) > int{threshold} ? 1U : 0U;
      into.sum += static_cast<unsigned>(now);
    }
  }
}

template <typename Visit>
void for_each_pair(const RowPairs& pairs, Visit&& visit) noexcept {
  for (std::size_t row = 0; row < pairs.rows; ++row)
    for (std::size_t x = 0; x < pairs.pixels; ++x)
      visit(pairs.reference[row * pairs.reference_step + x], pairs.current[row * pairs.current_step + x]);
}

void sum_up(const RowPairs& pairs, FitSums& into) noexcept RT_NONBLOCKING {
  for_each_pair(pairs, [&into](std::uint64_t x, std::uint64_t y) {
    if (x >= kSaturated || y >= kSaturated) return;
    ++into.n;
    into.x += x;
    into.y += y;
    into.xx += x * x;
    into.yy += y * y;
    into.xy += x * y;
  });
}

int foretell(FixedFit fit, int x) noexcept {
  constexpr int kLow = -32768, kHigh = 32767;
  const int product = (x * 128 * fit.gain_q12 + (1 << 14)) >> 15;
  const int shifted = std::clamp(std::clamp(product + fit.offset_q4, kLow, kHigh) + 8, kLow, kHigh);
  return std::clamp(shifted >> 4, 0, 255);
}

void count_residual(const RowPairs& pairs, FixedFit fit, std::uint8_t threshold,
                    ResidualCount& into) noexcept RT_NONBLOCKING {
  for_each_pair(pairs, [&](int x, int y) {
    into.changed += std::abs(y - x) > int{threshold} ? 1U : 0U;
    into.residual += std::abs(y - foretell(fit, x)) > int{threshold} ? 1U : 0U;
  });
}

}  // namespace

const KernelTable kPlainKernels{"plain",
                                count_changes<PixelFormat::kGrey8>,
                                count_changes<PixelFormat::kRaw10Packed>,
                                count_changes<PixelFormat::kRaw10>,
                                sum_up,
                                count_residual};

}  // namespace tripline
