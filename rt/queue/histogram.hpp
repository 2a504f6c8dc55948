// Histogram: how often a latency took how long, three significant digits from 1 ns to 68 s, in fixed memory.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "rt/base/realtime.hpp"

namespace tripline {

struct Percentiles {
  std::uint64_t count = 0;
  std::uint64_t p50_ns = 0;
  std::uint64_t p99_ns = 0;
  std::uint64_t p999_ns = 0;
  std::uint64_t max_ns = 0;
};

/// Buckets are linear up to 2048 ns, then 1024 per octave: no value is off by more than 0.1 %.
/// One thread records (RT-safe: yes, wait-free), any thread reads; a reader may miss the newest samples.
class Histogram {
 public:
  void record(std::chrono::nanoseconds latency) noexcept RT_NONBLOCKING {
    const auto ns = static_cast<std::uint64_t>(std::max<std::int64_t>(latency.count(), 0));
    bump(buckets_[std::min(bucket_of(ns), kBuckets - 1)]);
    if (ns > max_ns_.load(std::memory_order_relaxed)) max_ns_.store(ns, std::memory_order_relaxed);
  }

  Percentiles percentiles() const noexcept {
    Percentiles result;
    for (const auto& bucket : buckets_) result.count += bucket.load(std::memory_order_relaxed);
    result.max_ns = max_ns_.load(std::memory_order_relaxed);
    result.p50_ns = std::min(quantile(0.5, result.count), result.max_ns);
    result.p99_ns = std::min(quantile(0.99, result.count), result.max_ns);
    result.p999_ns = std::min(quantile(0.999, result.count), result.max_ns);
    return result;
  }

 private:
  static constexpr std::size_t kHalf = 1024;
  static constexpr unsigned kLinearBits = 11;
  static constexpr unsigned kOctaves = 25;  // 2^11 … 2^36 ns
  static constexpr std::size_t kBuckets = 2 * kHalf + kOctaves * kHalf;

  static std::size_t bucket_of(std::uint64_t ns) noexcept {
    if (ns < 2 * kHalf) return static_cast<std::size_t>(ns);
    const unsigned shift = static_cast<unsigned>(std::bit_width(ns)) - kLinearBits;
    return static_cast<std::size_t>(shift * kHalf + (ns >> shift));
  }
  static std::uint64_t upper_ns(std::size_t bucket) noexcept {
    if (bucket < 2 * kHalf) return bucket;
    const std::size_t shift = bucket / kHalf - 1;
    return ((static_cast<std::uint64_t>(bucket - shift * kHalf) + 1) << shift) - 1;
  }
  static void bump(std::atomic<std::uint32_t>& bucket) noexcept {
    bucket.store(bucket.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  }
  std::uint64_t quantile(double q, std::uint64_t count) const noexcept {
    const auto rank = static_cast<std::uint64_t>(std::ceil(q * static_cast<double>(count)));
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < kBuckets && count > 0; ++i) {
      seen += buckets_[i].load(std::memory_order_relaxed);
      if (seen >= rank) return upper_ns(i);
    }
    return 0;
  }

  std::array<std::atomic<std::uint32_t>, kBuckets> buckets_{};
  std::atomic<std::uint64_t> max_ns_{0};
};

}  // namespace tripline
