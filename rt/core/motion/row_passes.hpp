// What is counted on the way over the rows, written once for every instruction set. Ops has its registers and
// arithmetic.
#pragma once

#include "rt/core/motion/row_loop.hpp"
#include "rt/core/motion/sample.hpp"

namespace tripline {

/// Parts are filled up with zeros: they never change and add nothing to the sum.
template <typename Ops>
struct Grey8Pass {
  static constexpr std::size_t kVector = Ops::kBytes, kBlock = 4 * kVector, kBlocksPerFlush = 63;
  typename Ops::OverCount changed;
  typename Ops::ByteSum sum;

  TRIPLINE_INLINE void vector(const std::uint8_t* current, const std::uint8_t* reference) noexcept {
    add(Ops::load(current), Ops::load(reference));
  }
  TRIPLINE_INLINE void last(const std::uint8_t* current, const std::uint8_t* reference, std::size_t skip) noexcept {
    const auto mask = Ops::from_byte(skip);
    add(Ops::both(Ops::load(current), mask), Ops::both(Ops::load(reference), mask));
  }
  TRIPLINE_INLINE void part(const std::uint8_t* current, const std::uint8_t* reference, std::size_t bytes) noexcept {
    add(Ops::load_part(current, bytes), Ops::load_part(reference, bytes));
  }
  TRIPLINE_INLINE void flush() noexcept { changed.flush(), sum.flush(); }

 private:
  template <typename Vector>
  TRIPLINE_INLINE void add(Vector current, Vector reference) noexcept {
    changed.add(Ops::distance(current, reference));
    sum.add(current);
  }
};

/// 10-bit samples in 16-bit lanes; parts as in Grey8Pass.
template <typename Ops>
struct Raw10Pass {
  static constexpr std::size_t kVector = Ops::kBytes, kBlock = 4 * kVector, kBlocksPerFlush = 4096;
  typename Ops::Raw10Count count;

  TRIPLINE_INLINE void vector(const std::uint8_t* current, const std::uint8_t* reference) noexcept {
    count.add(Ops::low10(Ops::load(current)), Ops::low10(Ops::load(reference)));
  }
  TRIPLINE_INLINE void last(const std::uint8_t* current, const std::uint8_t* reference, std::size_t skip) noexcept {
    const auto mask = Ops::low10(Ops::from_byte(skip));
    count.add(Ops::both(Ops::load(current), mask), Ops::both(Ops::load(reference), mask));
  }
  TRIPLINE_INLINE void part(const std::uint8_t* current, const std::uint8_t* reference, std::size_t bytes) noexcept {
    count.add(Ops::low10(Ops::load_part(current, bytes)), Ops::low10(Ops::load_part(reference, bytes)));
  }
  TRIPLINE_INLINE void flush() noexcept { count.flush(); }
};

/// Parts are filled up with saturated pixels, which the fit leaves out.
template <typename Ops>
struct FitPass {
  static constexpr std::size_t kVector = Ops::kBytes, kBlock = 4 * kVector, kBlocksPerFlush = 60;
  typename Ops::FitSum sum;

  TRIPLINE_INLINE void vector(const std::uint8_t* current, const std::uint8_t* reference) noexcept {
    sum.add(Ops::load(current), Ops::load(reference));
  }
  TRIPLINE_INLINE void last(const std::uint8_t* current, const std::uint8_t* reference, std::size_t skip) noexcept {
    sum.add(Ops::either(Ops::load(current), Ops::before_byte(skip)), Ops::load(reference));
  }
  TRIPLINE_INLINE void part(const std::uint8_t* current, const std::uint8_t* reference, std::size_t bytes) noexcept {
    sum.add(Ops::either(Ops::load_part(current, bytes), Ops::from_byte(bytes)), Ops::load_part(reference, bytes));
  }
  TRIPLINE_INLINE void flush() noexcept { sum.flush(); }
};

template <typename Ops>
struct ResidualPass {
  static constexpr std::size_t kVector = Ops::kBytes, kBlock = 4 * kVector, kBlocksPerFlush = 63;
  typename Ops::Foretell foretell;
  typename Ops::OverCount changed, residual;

  TRIPLINE_INLINE void vector(const std::uint8_t* current, const std::uint8_t* reference) noexcept {
    const auto c = Ops::load(current), r = Ops::load(reference);
    changed.add(Ops::distance(c, r));
    residual.add(Ops::distance(c, foretell(r)));
  }
  TRIPLINE_INLINE void last(const std::uint8_t* current, const std::uint8_t* reference, std::size_t skip) noexcept {
    add(Ops::load(current), Ops::load(reference), Ops::from_byte(skip));
  }
  TRIPLINE_INLINE void part(const std::uint8_t* current, const std::uint8_t* reference, std::size_t bytes) noexcept {
    add(Ops::load_part(current, bytes), Ops::load_part(reference, bytes), Ops::before_byte(bytes));
  }
  TRIPLINE_INLINE void flush() noexcept { changed.flush(), residual.flush(); }

 private:
  template <typename Vector>
  TRIPLINE_INLINE void add(Vector current, Vector reference, Vector mask) noexcept {
    changed.add(Ops::both(Ops::distance(current, reference), mask));
    residual.add(Ops::both(Ops::distance(current, foretell(reference)), mask));
  }
};

/// Packed rows: sixteen pixels of twenty bytes at once; ragged ends pixel by pixel into a zeroed buffer.
template <typename Ops>
struct PackedRow {
  static constexpr std::size_t kPixels = 16;
  const std::uint8_t* current;
  const std::uint8_t* reference;

  TRIPLINE_INLINE void add(std::size_t first, std::size_t end, typename Ops::Raw10Count& count) const noexcept {
    const std::size_t aligned = (first + kPixels - 1) / kPixels * kPixels;
    const std::size_t head = aligned < end ? aligned : end;
    if (first < head) add_ragged(first, head, count);
    std::size_t x = head;
    for (; x + kPixels <= end; x += kPixels) count.add_packed(current + x / 4 * 5, reference + x / 4 * 5);
    if (x < end) add_ragged(x, end, count);
  }

 private:
  TRIPLINE_INLINE void add_ragged(std::size_t from, std::size_t end, typename Ops::Raw10Count& count) const noexcept {
    constexpr std::size_t kRoom = kPixels * 2 > Ops::kBytes ? kPixels : Ops::kBytes / 2;
    std::uint16_t samples[2][kRoom] = {};
    for (std::size_t x = from; x < end; ++x) {
      samples[0][x - from] = sample_at<PixelFormat::kRaw10Packed>(current, x);
      samples[1][x - from] = sample_at<PixelFormat::kRaw10Packed>(reference, x);
    }
    for (std::size_t i = 0; i < kRoom; i += Ops::kBytes / 2)
      count.add(Ops::load(samples[0] + i), Ops::load(samples[1] + i));
  }
};

/// The functions of a KernelTable. Ops must have internal linkage.
template <typename Ops>
struct Kernels {
  static void count_grey8(const RowPairs& pairs, std::uint16_t threshold, ChangeCount& into) noexcept RT_NONBLOCKING {
    Grey8Pass<Ops> pass{typename Ops::OverCount(static_cast<std::uint8_t>(threshold)), {}};
    walk_rows<true>(pairs, pairs.pixels, pass);
    into.changed += pass.changed.total();
    into.sum += pass.sum.total();
  }
  static void count_raw10(const RowPairs& pairs, std::uint16_t threshold, ChangeCount& into) noexcept RT_NONBLOCKING {
    Raw10Pass<Ops> pass{typename Ops::Raw10Count(threshold)};
    walk_rows<true>(pairs, pairs.pixels * 2, pass);
    pass.count.give(into);
  }
  static void count_raw10_packed(const RowPairs& pairs, std::uint16_t threshold,
                                 ChangeCount& into) noexcept RT_NONBLOCKING {
    constexpr std::size_t kRowsPerFlush = 64;  // of at most 4096 pixels: 2^14 vectors
    typename Ops::Raw10Count count(threshold);
    const std::size_t end = pairs.skip + pairs.pixels;
    const std::size_t bytes = (end + 3) / 4 * 5;
    prefetch_lines(pairs.current, bytes < kAheadOfRow ? bytes : kAheadOfRow);
    for (std::size_t row = 0; row < pairs.rows; ++row) {
      const std::uint8_t* current = pairs.current + row * pairs.current_step;
      if (row + 1 < pairs.rows) prefetch_lines(current + pairs.current_step, bytes);
      PackedRow<Ops>{current, pairs.reference + row * pairs.reference_step}.add(pairs.skip, end, count);
      if (row % kRowsPerFlush == kRowsPerFlush - 1) count.flush();
    }
    count.flush();
    count.give(into);
  }
  static void sum_up(const RowPairs& pairs, FitSums& into) noexcept RT_NONBLOCKING {
    FitPass<Ops> pass;
    walk_rows<false>(pairs, pairs.pixels, pass);
    pass.sum.give(into);
  }
  static void count_residual(const RowPairs& pairs, FixedFit fit, std::uint8_t threshold,
                             ResidualCount& into) noexcept RT_NONBLOCKING {
    const typename Ops::OverCount over(threshold);
    ResidualPass<Ops> pass{typename Ops::Foretell(fit), over, over};
    walk_rows<false>(pairs, pairs.pixels, pass);
    into.changed += pass.changed.total();
    into.residual += pass.residual.total();
  }
  static constexpr KernelTable table(const char* name) noexcept {
    return {name, count_grey8, count_raw10_packed, count_raw10, sum_up, count_residual};
  }
};

}  // namespace tripline
