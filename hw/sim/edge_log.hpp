// The newest edges of simulated lines: one thread writes without waiting, any thread reads.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <vector>

#include "rt/base/limits.hpp"
#include "rt/base/realtime.hpp"
#include "rt/base/time.hpp"
#include "rt/port/digital_out.hpp"

namespace tripline {

struct Edge {
  MonoTime time;
  LineMask levels = 0;  ///< of all lines from then on
  bool operator==(const Edge&) const = default;
};

/// Bounded: the oldest edges are overwritten.
class EdgeLog {
 public:
  /// Thread: the line's owner. RT-safe: yes (wait-free).
  void record(Edge edge) noexcept RT_NONBLOCKING;

  /// Edges since the beginning, also those that were overwritten. Thread: any. RT-safe: yes.
  std::uint64_t count() const noexcept RT_NONBLOCKING { return count_.load(std::memory_order_acquire); }

  /// The newest edges, at most `most` and never more than limits::kSimEdges - 1, oldest first. Thread: any. RT-safe: no
  /// (allocates).
  std::vector<Edge> latest(std::size_t most = limits::kSimEdges) const;

 private:
  // An edge in one word, so that it is never read torn: levels in the lowest 8 bits, nanoseconds above: room for
  // 2.28 years since boot.
  std::array<std::atomic<std::uint64_t>, limits::kSimEdges> slots_{};  ///< record() writes, latest() reads
  std::atomic<std::uint64_t> count_{0};                                ///< record() writes, count() and latest() read
};

}  // namespace tripline
