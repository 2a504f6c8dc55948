#include "shim/api/min_max.hpp"

#include <algorithm>
#include <cmath>

namespace tripline {
namespace {

void take(MinMaxBucket& bucket, double value) {
  ++bucket.count;
  if (!std::isfinite(value)) return;
  bucket.min = std::isfinite(bucket.min) ? std::min(bucket.min, value) : value;
  bucket.max = std::isfinite(bucket.max) ? std::max(bucket.max, value) : value;
}

}  // namespace

std::vector<MinMaxBucket> min_max(std::span<const SignalPoint> points, std::uint64_t from_ns, std::uint64_t to_ns,
                                  std::size_t buckets) {
  std::vector<MinMaxBucket> thinned;
  const auto width = std::max<std::uint64_t>(1, (to_ns - from_ns) / buckets + 1);
  for (const auto& point : points) {
    const auto begins = from_ns + (point.mono_ns - from_ns) / width * width;
    if (thinned.empty() || thinned.back().from_ns != begins) thinned.push_back({begins, NAN, NAN, 0});
    take(thinned.back(), point.value);
  }
  return thinned;
}

}  // namespace tripline
