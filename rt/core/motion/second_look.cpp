#include "rt/core/motion/second_look.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "rt/base/limits.hpp"
#include "rt/core/motion/grey_row.hpp"
#include "rt/core/motion/motion_kernel.hpp"

namespace tripline {
namespace {

constexpr std::uint32_t kFitPixels = 2048;       // the fit's error is that of their mean: a hundredth of the noise
constexpr std::uint32_t kFitSparsest = 32;       // rows of the window from one that is fitted to the next
constexpr std::uint32_t kResidualPixels = 2048;  // looked at first
constexpr std::uint32_t kResidualSparsest = 8;
constexpr std::uint32_t kEnoughChanged = 32;  // pixels that tell a lamp (0..5 % residual) from a ball (70 % and more)

/// How many rows of the window there are from one that is looked at to the next: a power of two.
std::uint32_t sparse_step(const Region& roi, std::uint32_t row_step, std::uint32_t pixels,
                          std::uint32_t sparsest) noexcept {
  const std::uint64_t all = std::uint64_t{roi.width} * (roi.height / row_step);
  std::uint32_t step = 1;
  while (step < sparsest && all / (2 * step) >= pixels) step *= 2;
  return step;
}

/// Calls `visit` with 8-bit rows of both pictures.
template <typename Visit>
void visit_rows(const ImageView& current, const ImageView& reference, const Region& part, std::uint32_t row_step,
                Visit&& visit) noexcept {
  if (part.empty()) return;
  if (current.format == PixelFormat::kGrey8) return visit(row_pairs(current, reference, part, row_step));
  std::array<std::uint8_t, limits::kFrameEdgePx> now, before;
  const auto width = std::min<std::uint32_t>(part.width, limits::kFrameEdgePx);
  for (auto y = part.y; y < part.bottom(); y += row_step) {
    copy_grey_row(current, part.x, y, width, now.data());
    copy_grey_row(reference, part.x, y, width, before.data());
    visit({now.data(), before.data(), 0, 0, 1, width, 0});
  }
}

/// The rows of `roi` from its row `first` on.
Region from_row(const Region& roi, std::uint32_t first) noexcept {
  return first < roi.height ? Region{roi.x, roi.y + first, roi.width, roi.height - first} : Region{};
}

void fit(const FitSums& sums, SecondLook& look) noexcept {
  look.correlation = look.gain = look.proportion = 0;
  if (sums.n == 0) return;
  const auto n = static_cast<double>(sums.n);
  const double mean_x = static_cast<double>(sums.x) / n;
  const double mean_y = static_cast<double>(sums.y) / n;
  const double var_x = static_cast<double>(sums.xx) / n - mean_x * mean_x;
  const double var_y = static_cast<double>(sums.yy) / n - mean_y * mean_y;
  const double covariance = static_cast<double>(sums.xy) / n - mean_x * mean_y;
  look.gain = var_x > 0 ? covariance / var_x : 0.0;
  look.offset = mean_y - look.gain * mean_x;
  const double var_bright = mean_x > mean_y ? var_x : var_y;
  const double square_bright = std::max(mean_x, mean_y) * std::max(mean_x, mean_y);
  look.proportion =
      var_bright > 0 && mean_x * mean_y > 0 ? covariance / var_bright * square_bright / (mean_x * mean_y) : 0.0;
  look.correlation = var_x > 0 && var_y > 0 ? covariance / std::sqrt(var_x * var_y) : 0.0;
}

std::int16_t fixed(double value, double one) noexcept {
  return static_cast<std::int16_t>(std::lround(std::clamp(value * one, -32767.0, 32767.0)));
}

/// The n-th of `count` (a power of two) phases, in an order that halves the gaps: 0, 4, 2, 6, 1, 5, 3, 7.
std::uint32_t phase(std::uint32_t n, std::uint32_t count) noexcept {
  std::uint32_t reversed = 0;
  for (std::uint32_t bit = 1; bit < count; bit *= 2) reversed = reversed * 2 + (n / bit) % 2;
  return reversed;
}

}  // namespace

SecondLook look_again(const ImageView& current, const ImageView& reference, const Region& roi, const LookTuning& tuning,
                      const KernelTable& kernels) noexcept RT_NONBLOCKING {
  SecondLook look;
  FitSums sums;
  const auto fit_step = sparse_step(roi, tuning.row_step, kFitPixels, kFitSparsest);
  visit_rows(current, reference, from_row(roi, fit_step / 2 * tuning.row_step), fit_step * tuning.row_step,
             [&](const RowPairs& pairs) { kernels.sum_up(pairs, sums); });
  fit(sums, look);
  if (look.correlation < tuning.correlation_least) return look;

  const FixedFit fixed_fit{fixed(look.gain, 4096), fixed(look.offset, 16)};
  const auto phases = sparse_step(roi, tuning.row_step, kResidualPixels, kResidualSparsest);
  ResidualCount counted;
  for (std::uint32_t n = 0; n < phases && counted.changed < kEnoughChanged; ++n)
    visit_rows(current, reference, from_row(roi, phase(n, phases) * tuning.row_step), phases * tuning.row_step,
               [&](const RowPairs& pairs) {
                 kernels.count_residual(pairs, fixed_fit, tuning.threshold, counted);
                 look.pixels += static_cast<std::uint32_t>(pairs.rows * pairs.pixels);
               });
  look.changed = static_cast<std::uint32_t>(counted.changed);
  look.residual = static_cast<std::uint32_t>(counted.residual);
  return look;
}

}  // namespace tripline
