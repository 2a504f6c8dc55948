// From a 32-bit key to a small number: open addressing in one flat array, at most half full.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "rt/base/realtime.hpp"

namespace tripline {

class IdIndex {
 public:
  static constexpr std::uint32_t kNone = 0xFFFFFFFFU;

  /// Room for `count` keys. RT-safe: no (allocates).
  explicit IdIndex(std::size_t count = 0) : slots_(std::bit_ceil(count * 2 + 2)) {}

  /// Sets the number of a key, a new one or one that is there. Never more keys than there is room for.
  void set(std::uint32_t key, std::uint32_t number) noexcept {
    Slot& slot = slots_[place(key)];
    slot = {key, number};
  }

  /// Forgets every key; the room stays. RT-safe: yes (bounded by the room).
  void clear() noexcept { std::fill(slots_.begin(), slots_.end(), Slot{}); }

  /// kNone when the key is not there. RT-safe: yes (wait-free; the array is half empty, so the search ends).
  std::uint32_t find(std::uint32_t key) const noexcept RT_NONBLOCKING { return slots_[place(key)].number; }

 private:
  struct Slot {
    std::uint32_t key = 0;
    std::uint32_t number = kNone;
  };

  /// The key's slot, or the free one where it would go.
  std::size_t place(std::uint32_t key) const noexcept RT_NONBLOCKING {
    const std::size_t mask = slots_.size() - 1;
    // Fibonacci hashing (Knuth 6.4): neighbouring ids spread over the array.
    std::size_t at = (std::uint64_t{key} * 0x9E3779B97F4A7C15U) >> 32 & mask;
    while (slots_[at].number != kNone && slots_[at].key != key) at = (at + 1) & mask;
    return at;
  }

  std::vector<Slot> slots_;
};

}  // namespace tripline
