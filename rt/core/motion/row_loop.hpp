// How a vector loop walks the rows of two frames: blocks, then vectors, then what is left; prefetching where asked.
#pragma once

#include <cstddef>
#include <cstdint>

#include "rt/core/motion/kernel_table.hpp"

// Every function here is inlined by force: the files that include this are compiled for different CPUs, and the linker
// must not pick one copy for all.
#define TRIPLINE_INLINE [[gnu::always_inline]] inline

namespace tripline {

inline constexpr std::size_t kCacheLine = 64;
/// Frames come fresh from DMA, and the loop alone keeps too few lines in flight. One long row: this many bytes of the
/// current frame are fetched ahead (measured best of 1024, 2048, 4096 and 8192 at 96x88 cold).
inline constexpr std::size_t kAheadOfRow = 2048;
/// Many rows: so many are read in turn, each this far ahead. Every 8th row of 1456x1088 cold took 17.5 us so, 22 us row
/// by row with the next rows fetched, and 29 us without any of it.
inline constexpr std::size_t kRowsInTurn = 8;
inline constexpr std::size_t kAheadInTurn = 256;

/// Into every cache; kFar: into the second level, which can wait for more lines at once than the first.
enum class Fetch : std::uint8_t { kNear, kFar };

template <Fetch kWhere = Fetch::kNear>
TRIPLINE_INLINE void prefetch_lines(const std::uint8_t* from, std::size_t bytes) noexcept {
  for (std::size_t i = 0; i < bytes; i += kCacheLine) __builtin_prefetch(from + i, 0, kWhere == Fetch::kNear ? 3 : 2);
}

/// The last bytes of a row, fewer than a block; `later`: at least a vector of the same row lies before them.
template <typename Pass>
TRIPLINE_INLINE void walk_rest(const std::uint8_t* current, const std::uint8_t* reference, std::size_t bytes,
                               bool later, Pass& pass) noexcept {
  std::size_t i = 0;
  for (; i + Pass::kVector <= bytes; i += Pass::kVector) pass.vector(current + i, reference + i);
  const std::size_t rest = bytes - i;
  if (rest == 0) return;
  const auto back = static_cast<std::ptrdiff_t>(bytes) - static_cast<std::ptrdiff_t>(Pass::kVector);
  if (i > 0 || later)
    pass.last(current + back, reference + back, Pass::kVector - rest);
  else
    pass.part(current, reference, rest);
}

template <typename Pass>
TRIPLINE_INLINE void walk_block(const std::uint8_t* current, const std::uint8_t* reference, Pass& pass) noexcept {
  for (std::size_t i = 0; i < Pass::kBlock; i += Pass::kVector) pass.vector(current + i, reference + i);
}

template <bool kPrefetch, typename Pass>
TRIPLINE_INLINE void walk_one_row(const RowPairs& pairs, std::size_t bytes, Pass& pass) noexcept {
  if constexpr (kPrefetch) prefetch_lines(pairs.current, bytes < kAheadOfRow ? bytes : kAheadOfRow);
  if constexpr (kPrefetch) prefetch_lines(pairs.reference, bytes < kAheadOfRow ? bytes : kAheadOfRow);
  std::size_t i = 0;
  for (std::size_t unflushed = 0; i + Pass::kBlock <= bytes; i += Pass::kBlock) {
    if (kPrefetch && i + kAheadOfRow < bytes) {
      prefetch_lines(pairs.current + i + kAheadOfRow, Pass::kBlock);
      prefetch_lines(pairs.reference + i + kAheadOfRow, Pass::kBlock);
    }
    walk_block(pairs.current + i, pairs.reference + i, pass);
    if (++unflushed == Pass::kBlocksPerFlush - 1) pass.flush(), unflushed = 0;
  }
  walk_rest(pairs.current + i, pairs.reference + i, bytes - i, i > 0, pass);
}

/// Fetches what is read kAheadInTurn after the block at `at` of a row, in it or in the row that takes its turn next.
template <std::size_t kBlock>
TRIPLINE_INLINE void prefetch_in_turn(const RowPairs& pairs, std::size_t row, std::size_t at,
                                      std::size_t bytes) noexcept {
  const std::size_t place = at + (kBlock > kAheadInTurn ? kBlock : kAheadInTurn);
  const std::uint8_t* current = pairs.current + row * pairs.current_step;
  if (place < bytes) {
    prefetch_lines<Fetch::kFar>(current + place, place + kBlock <= bytes ? kBlock : bytes - place);
  } else if (row + kRowsInTurn < pairs.rows) {
    prefetch_lines<Fetch::kFar>(current + kRowsInTurn * pairs.current_step + (place - bytes) / kBlock * kBlock, kBlock);
  }
}

template <bool kPrefetch, typename Pass>
TRIPLINE_INLINE void walk_many_rows(const RowPairs& pairs, std::size_t bytes, Pass& pass) noexcept {
  if constexpr (kPrefetch)
    for (std::size_t row = 0; row < kRowsInTurn && row < pairs.rows; ++row)
      prefetch_lines(pairs.current + row * pairs.current_step, bytes < kAheadInTurn ? bytes : kAheadInTurn);
  std::size_t unflushed = 0;
  for (std::size_t first = 0; first < pairs.rows; first += kRowsInTurn) {
    const std::size_t end = first + kRowsInTurn < pairs.rows ? first + kRowsInTurn : pairs.rows;
    for (std::size_t i = 0; i < bytes; i += Pass::kBlock)
      for (std::size_t row = first; row < end; ++row) {
        const std::uint8_t* current = pairs.current + row * pairs.current_step + i;
        const std::uint8_t* reference = pairs.reference + row * pairs.reference_step + i;
        if constexpr (kPrefetch) prefetch_in_turn<Pass::kBlock>(pairs, row, i, bytes);
        if (i + Pass::kBlock <= bytes)
          walk_block(current, reference, pass);
        else
          walk_rest(current, reference, bytes - i, i > 0, pass);
        if (++unflushed == Pass::kBlocksPerFlush) pass.flush(), unflushed = 0;
      }
  }
}

/// Pass has kVector (bytes) and kBlock (four vectors); vector(current, reference); last(…, skip), a vector of whose
/// first `skip` bytes nothing counts; part(…, bytes), fewer bytes than a vector; and flush(), which empties its narrow
/// counters at the latest after kBlocksPerFlush blocks. `bytes` is the length of a row.
template <bool kPrefetch, typename Pass>
TRIPLINE_INLINE void walk_rows(const RowPairs& pairs, std::size_t bytes, Pass& pass) noexcept {
  if (pairs.rows == 1)
    walk_one_row<kPrefetch>(pairs, bytes, pass);
  else
    walk_many_rows<kPrefetch>(pairs, bytes, pass);
  pass.flush();
}

}  // namespace tripline
