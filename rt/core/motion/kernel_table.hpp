// The inner loops over two frames, one table of functions an instruction set, and which of them this CPU gets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "rt/base/realtime.hpp"
#include "rt/port/camera.hpp"

namespace tripline {

/// The same rectangle of two frames. A packed row begins with the group that holds its first pixel.
struct RowPairs {
  const std::uint8_t* current = nullptr;
  const std::uint8_t* reference = nullptr;
  std::size_t current_step = 0;    ///< bytes from one row that is looked at to the next
  std::size_t reference_step = 0;  ///< likewise
  std::size_t rows = 0;
  std::size_t pixels = 0;  ///< of a row
  std::size_t skip = 0;    ///< packed only, 0..3: pixels of the first group that lie left of the rectangle
};

struct ChangeCount {
  std::uint64_t changed = 0;
  std::uint64_t sum = 0;  ///< of the current frame's samples, as wide as they are
};

/// Sums over the pixels below kSaturated in both frames; x is the reference, y the current frame.
struct FitSums {
  std::uint64_t n = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0;
  friend bool operator==(const FitSums&, const FitSums&) = default;
};
inline constexpr std::uint8_t kSaturated = 250;

/// A fit in fixed point. What it foretells for x is ((x * 128 * gain_q12 + 2^14) >> 15, plus offset_q4, cut to 16 bit,
/// plus 8, cut to 16 bit) >> 4, cut to 0..255: the arithmetic of one rounding 16-bit multiply.
struct FixedFit {
  std::int16_t gain_q12 = 4096;
  std::int16_t offset_q4 = 0;
};

struct ResidualCount {
  std::uint64_t changed = 0;   ///< |current - reference| > threshold
  std::uint64_t residual = 0;  ///< |current - foretold| > threshold
  friend bool operator==(const ResidualCount&, const ResidualCount&) = default;
};

/// Every function adds to what it is given. Thresholds are in samples. RT-safe: all.
struct KernelTable {
  using CountChanges = void (*)(const RowPairs&, std::uint16_t threshold, ChangeCount& into) noexcept RT_NONBLOCKING;
  const char* name;
  CountChanges count_grey8;
  CountChanges count_raw10_packed;
  CountChanges count_raw10;
  /// 8-bit pixels, at most 2^24 of them.
  void (*sum_up)(const RowPairs&, FitSums& into) noexcept RT_NONBLOCKING;
  /// 8-bit pixels.
  void (*count_residual)(const RowPairs&, FixedFit, std::uint8_t threshold,
                         ResidualCount& into) noexcept RT_NONBLOCKING;
};

/// The reference that the others equal bit for bit; runs everywhere.
extern const KernelTable kPlainKernels;
extern const KernelTable kAvx2Kernels, kAvx512Kernels;  // x86-64 only
extern const KernelTable kNeonKernels;                  // arm64 only

/// Every table that this CPU can run, the plain one first, the fastest last. Thread: any.
std::span<const KernelTable* const> usable_kernels() noexcept;

/// The fastest over long rows. RT-safe: yes.
const KernelTable& widest_kernels() noexcept RT_NONBLOCKING;

/// The fastest for a window of so many pixels; chosen before main(). RT-safe: yes.
const KernelTable& kernels_for(std::size_t pixels) noexcept RT_NONBLOCKING;

}  // namespace tripline
