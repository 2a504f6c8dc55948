#include "rt/core/motion/motion_kernel.hpp"

#include <algorithm>
#include <utility>

namespace tripline {
namespace {

constexpr std::uint32_t kBandRows =
    8;  // rows of ROI and guard sides that are looked at in turn: they share cache lines

class WindowPass {
 public:
  WindowPass(const ImageView& current, const ImageView& reference, const MotionWindow& window,
             const KernelTable& kernels) noexcept
      : current_(current), reference_(reference), window_(window) {
    switch (current.format) {
      case PixelFormat::kGrey8:
        count_ = kernels.count_grey8;
        return;
      case PixelFormat::kRaw10Packed:
        count_ = kernels.count_raw10_packed;
        break;
      case PixelFormat::kRaw10:
        count_ = kernels.count_raw10;
        break;
    }
    samples_per_grey_ = 4;
  }

  Motion measure() noexcept {
    const Region& roi = window_.roi;
    const Region& outer = window_.outer;
    if (roi == outer) {
      count(roi, roi_);
    } else {
      const auto inner_top = first_row_from(roi.y);
      count({outer.x, outer.y, outer.width, inner_top - outer.y}, guard_);
      for (auto y = inner_top; y < roi.bottom(); y += kBandRows * window_.row_step)
        measure_band(y, std::min(kBandRows * window_.row_step, roi.bottom() - y));
      const auto below = first_row_from(roi.bottom());
      if (below < outer.bottom()) count({outer.x, below, outer.width, outer.bottom() - below}, guard_);
    }
    return {result(roi_), result(guard_)};
  }

 private:
  struct Counted {
    ChangeCount sums;
    std::uint32_t pixels = 0;
  };

  /// The first row that is looked at, from `y` on.
  std::uint32_t first_row_from(std::uint32_t y) const noexcept {
    const auto step = window_.row_step;
    return window_.outer.y + (y - window_.outer.y + step - 1) / step * step;
  }

  void measure_band(std::uint32_t y, std::uint32_t height) noexcept {
    const Region& roi = window_.roi;
    const Region& outer = window_.outer;
    count({outer.x, y, roi.x - outer.x, height}, guard_);
    count({roi.x, y, roi.width, height}, roi_);
    count({roi.right(), y, outer.right() - roi.right(), height}, guard_);
  }

  /// A rectangle whose first row is looked at.
  void count(const Region& part, Counted& into) noexcept {
    if (part.empty()) return;
    const RowPairs pairs = row_pairs(current_, reference_, part, window_.row_step);
    count_(pairs, static_cast<std::uint16_t>(window_.threshold * samples_per_grey_), into.sums);
    into.pixels += static_cast<std::uint32_t>(pairs.rows * pairs.pixels);
  }

  RegionMotion result(const Counted& counted) const noexcept {
    return {counted.pixels, static_cast<std::uint32_t>(counted.sums.changed), counted.sums.sum / samples_per_grey_};
  }

  const ImageView& current_;
  const ImageView& reference_;
  const MotionWindow& window_;
  KernelTable::CountChanges count_ = nullptr;
  std::uint8_t samples_per_grey_ = 1;
  Counted roi_, guard_;
};

}  // namespace

RowPairs row_pairs(const ImageView& current, const ImageView& reference, const Region& part,
                   std::uint32_t row_step) noexcept RT_NONBLOCKING {
  const bool packed = current.format == PixelFormat::kRaw10Packed;
  const std::size_t at = packed ? part.x / 4 * 5 : row_bytes(current.format, part.x);
  RowPairs pairs{current.row(part.y) + at,
                 reference.row(part.y) + at,
                 std::size_t{current.stride} * row_step,
                 std::size_t{reference.stride} * row_step,
                 (part.height + row_step - 1) / row_step,
                 part.width,
                 packed ? part.x % 4 : 0};
  const std::size_t bytes = row_bytes(current.format, part.width);
  const bool seamless = pairs.current_step == bytes && pairs.reference_step == bytes;
  if (seamless && (!packed || part.width % 4 == 0)) pairs.pixels *= std::exchange(pairs.rows, 1);
  return pairs;
}

Motion measure_motion(const ImageView& current, const ImageView& reference, const MotionWindow& window,
                      const KernelTable& kernels) noexcept RT_NONBLOCKING {
  return WindowPass(current, reference, window, kernels).measure();
}

}  // namespace tripline
