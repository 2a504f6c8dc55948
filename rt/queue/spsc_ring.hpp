// SpscRing: a bounded queue between exactly one producer thread and one consumer thread.
#pragma once

#include <atomic>
#include <bit>
#include <cstddef>
#include <memory>
#include <type_traits>

#include "rt/base/check.hpp"
#include "rt/base/realtime.hpp"

namespace tripline {

/// All memory is taken in the constructor. RT-safe: push and pop are wait-free.
template <typename T>
class SpscRing {
  static_assert(std::is_trivially_copyable_v<T>, "a copy must not allocate or throw");

 public:
  /// Holds at least `capacity` items (rounded up to a power of two).
  explicit SpscRing(std::size_t capacity)
      : mask_(std::bit_ceil(capacity) - 1), items_(std::make_unique<T[]>(mask_ + 1)) {
    RT_CHECK(capacity > 0);
  }

  std::size_t capacity() const noexcept { return mask_ + 1; }

  /// False when full: the caller counts the drop under its own name. Thread: the producer.
  [[nodiscard]] bool try_push(const T& item) noexcept RT_NONBLOCKING {
    const auto tail = tail_.load(std::memory_order_relaxed);
    if (tail - known_head_ > mask_) {
      known_head_ = head_.load(std::memory_order_acquire);  // partner: the release in try_pop
      if (tail - known_head_ > mask_) return false;
    }
    items_[tail & mask_] = item;
    tail_.store(tail + 1, std::memory_order_release);  // partner: the acquire in try_pop
    return true;
  }

  /// False when empty. Thread: the consumer.
  [[nodiscard]] bool try_pop(T& item) noexcept RT_NONBLOCKING {
    const auto head = head_.load(std::memory_order_relaxed);
    if (head == known_tail_) {
      known_tail_ = tail_.load(std::memory_order_acquire);  // partner: the release in try_push
      if (head == known_tail_) return false;
    }
    item = items_[head & mask_];
    head_.store(head + 1, std::memory_order_release);  // partner: the acquire in try_push
    return true;
  }

 private:
  // The two ends live on cache lines of their own, each with its stale copy of the other end.
  static constexpr std::size_t kLine = 64;
  const std::size_t mask_;
  const std::unique_ptr<T[]> items_;
  alignas(kLine) std::atomic<std::size_t> tail_{0};
  std::size_t known_head_ = 0;
  alignas(kLine) std::atomic<std::size_t> head_{0};
  std::size_t known_tail_ = 0;
};

}  // namespace tripline
