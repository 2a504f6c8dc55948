#include "hw/sim/edge_log.hpp"

#include <algorithm>

namespace tripline {
namespace {

constexpr std::uint64_t kLevels = (std::uint64_t{1} << limits::kLines) - 1;

}  // namespace

void EdgeLog::record(Edge edge) noexcept RT_NONBLOCKING {
  const std::uint64_t count = count_.load(std::memory_order_relaxed);
  slots_[count % slots_.size()].store(to_ns(edge.time) << limits::kLines | edge.levels, std::memory_order_release);
  count_.store(count + 1, std::memory_order_release);
}

std::vector<Edge> EdgeLog::latest(std::size_t most) const {
  const std::uint64_t end = count();
  std::uint64_t begin = end - std::min<std::uint64_t>({end, most, slots_.size()});
  std::vector<Edge> edges;
  edges.reserve(end - begin);
  for (std::uint64_t i = begin; i < end; ++i) {
    const std::uint64_t word = slots_[i % slots_.size()].load(std::memory_order_acquire);
    edges.push_back({mono_from_ns(word >> limits::kLines), static_cast<LineMask>(word & kLevels)});
  }
  // Whoever read an overwritten slot sees a count that has come round to it by now: those edges are no longer known.
  const std::uint64_t now = count();
  const std::uint64_t oldest_kept = now < slots_.size() ? 0 : now - slots_.size() + 1;
  if (oldest_kept > begin) {
    const std::uint64_t lost = std::min<std::uint64_t>(oldest_kept - begin, edges.size());
    edges.erase(edges.begin(), edges.begin() + static_cast<std::ptrdiff_t>(lost));
  }
  return edges;
}

}  // namespace tripline
