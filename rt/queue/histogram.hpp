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
#include <span>
#include <vector>

#include "rt/base/realtime.hpp"

namespace tripline {

struct Percentiles {
  std::uint64_t count = 0;
  std::uint64_t p50_ns = 0;
  std::uint64_t p90_ns = 0;
  std::uint64_t p99_ns = 0;
  std::uint64_t p999_ns = 0;
  std::uint64_t max_ns = 0;
};

struct Distribution {
  std::vector<std::uint64_t> at_most;  ///< samples up to each bound
  std::uint64_t sum_ns = 0;            ///< all samples together, to three significant digits
};

/// Buckets are linear up to 2048 ns, then 1024 per octave: no value is off by more than 0.1 %.
/// One thread records (RT-safe: yes, wait-free), any thread reads; a reader may miss the newest samples.
class Histogram {
 public:
  void record(std::chrono::nanoseconds latency) noexcept RT_NONBLOCKING {
    const std::uint64_t ns = ns_of(latency);
    bump(buckets_[place_of(latency)]);
    if (ns > max_ns_.load(std::memory_order_relaxed)) max_ns_.store(ns, std::memory_order_relaxed);
  }

  Percentiles percentiles() const noexcept {
    Percentiles result;
    for (const auto& bucket : buckets_) result.count += bucket.load(std::memory_order_relaxed);
    result.max_ns = max_ns_.load(std::memory_order_relaxed);
    Search search{*this, result.count, result.max_ns};
    result.p50_ns = search.quantile(0.5);
    result.p90_ns = search.quantile(0.9);
    result.p99_ns = search.quantile(0.99);
    result.p999_ns = search.quantile(0.999);
    return result;
  }

  /// Where a latency stands: the fraction of all samples that were at most as long, 0..1; 0 without samples.
  double share_at_most(std::chrono::nanoseconds latency) const noexcept {
    const auto last = place_of(latency);
    std::uint64_t at_most = 0;
    std::uint64_t count = 0;
    for (std::size_t i = 0; i < kBuckets; ++i) {
      const std::uint64_t samples = buckets_[i].load(std::memory_order_relaxed);
      count += samples;
      if (i <= last) at_most += samples;
    }
    return count == 0 ? 0 : static_cast<double>(at_most) / static_cast<double>(count);
  }

  /// How many samples were at most as long as each of `bounds_ns`, which rise; a sample that shares its bucket with a
  /// bound counts. Thread: any. RT-safe: no (allocates).
  Distribution distribution(std::span<const std::uint64_t> bounds_ns) const {
    Distribution result;
    std::uint64_t seen = 0;
    double sum_ns = 0;
    for (std::size_t i = 0; i < kBuckets; ++i) {
      while (result.at_most.size() < bounds_ns.size() && place_of_ns(bounds_ns[result.at_most.size()]) < i)
        result.at_most.push_back(seen);
      const std::uint64_t samples = buckets_[i].load(std::memory_order_relaxed);
      seen += samples;
      if (samples != 0) sum_ns += static_cast<double>(samples) * static_cast<double>(upper_ns(i));
    }
    result.at_most.resize(bounds_ns.size(), seen);
    result.sum_ns = static_cast<std::uint64_t>(sum_ns);
    return result;
  }

 private:
  static constexpr std::size_t kHalf = 1024;
  static constexpr unsigned kLinearBits = 11;
  static constexpr unsigned kOctaves = 25;  // 2^11 … 2^36 ns
  static constexpr std::size_t kBuckets = 2 * kHalf + kOctaves * kHalf;

  static std::uint64_t ns_of(std::chrono::nanoseconds latency) noexcept {
    return static_cast<std::uint64_t>(std::max<std::int64_t>(latency.count(), 0));
  }
  static std::size_t place_of(std::chrono::nanoseconds latency) noexcept { return place_of_ns(ns_of(latency)); }
  static std::size_t place_of_ns(std::uint64_t ns) noexcept { return std::min(bucket_of(ns), kBuckets - 1); }
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

  /// Finds rising quantiles in one pass over the buckets.
  struct Search {
    const Histogram& histogram;
    std::uint64_t count;
    std::uint64_t max_ns;
    std::size_t next = 0;
    std::uint64_t seen = 0;

    std::uint64_t quantile(double q) noexcept {
      const auto rank = static_cast<std::uint64_t>(std::ceil(q * static_cast<double>(count)));
      while (seen < rank && next < kBuckets) seen += histogram.buckets_[next++].load(std::memory_order_relaxed);
      return next == 0 ? 0 : std::min(upper_ns(next - 1), max_ns);
    }
  };

  std::array<std::atomic<std::uint32_t>, kBuckets> buckets_{};
  std::atomic<std::uint64_t> max_ns_{0};
};

}  // namespace tripline
