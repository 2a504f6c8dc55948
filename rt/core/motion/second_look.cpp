#include "rt/core/motion/second_look.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace tripline {
namespace {

constexpr std::uint8_t kSaturated = 250;

struct Sums {
  std::uint64_t n = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0;

  void add(std::uint64_t ref, std::uint64_t cur) noexcept {
    ++n;
    x += ref;
    y += cur;
    xx += ref * ref;
    yy += cur * cur;
    xy += ref * cur;
  }
};

template <typename Visit>
void for_each_pixel(const ImageView& current, const ImageView& reference, const Region& roi, std::uint32_t row_step,
                    Visit&& visit) noexcept {
  for (auto y = roi.y; y < roi.bottom(); y += row_step) {
    const auto* cur = current.row(y);
    const auto* ref = reference.row(y);
    for (auto x = roi.x; x < roi.right(); ++x) visit(ref[x], cur[x]);
  }
}

void fit(const Sums& sums, SecondLook& look) noexcept {
  if (sums.n == 0) return;
  const auto n = static_cast<double>(sums.n);
  const double mean_x = static_cast<double>(sums.x) / n;
  const double mean_y = static_cast<double>(sums.y) / n;
  const double var_x = static_cast<double>(sums.xx) / n - mean_x * mean_x;
  const double var_y = static_cast<double>(sums.yy) / n - mean_y * mean_y;
  const double covariance = static_cast<double>(sums.xy) / n - mean_x * mean_y;
  look.gain = var_x > 0 ? covariance / var_x : 0.0;
  look.offset = mean_y - look.gain * mean_x;
  look.correlation = var_x > 0 && var_y > 0 ? covariance / std::sqrt(var_x * var_y) : 0.0;
}

/// What the fit foretells for every grey level of the reference.
std::array<std::uint8_t, 256> foretell(const SecondLook& look) noexcept {
  std::array<std::uint8_t, 256> table{};
  for (std::size_t level = 0; level < table.size(); ++level) {
    const double grey = look.gain * static_cast<double>(level) + look.offset;
    table[level] = static_cast<std::uint8_t>(std::clamp(std::lround(grey), 0L, 255L));
  }
  return table;
}

}  // namespace

SecondLook look_again(const ImageView& current, const ImageView& reference, const Region& roi, std::uint8_t threshold,
                      std::uint32_t row_step) noexcept RT_NONBLOCKING {
  Sums sums;
  for_each_pixel(current, reference, roi, row_step, [&sums](std::uint8_t ref, std::uint8_t cur) {
    if (ref < kSaturated && cur < kSaturated) sums.add(ref, cur);
  });
  SecondLook look;
  fit(sums, look);
  const auto foretold = foretell(look);
  for_each_pixel(current, reference, roi, row_step, [&](std::uint8_t ref, std::uint8_t cur) {
    const int error = int{cur} - int{foretold[ref]};
    look.residual += std::abs(error) > int{threshold} ? 1U : 0U;
    ++look.pixels;
  });
  return look;
}

}  // namespace tripline
