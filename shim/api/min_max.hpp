// min_max: a series of points thinned to lowest and highest value of each of many equal stretches of time.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "shim/api/signal_chunk.hpp"

namespace tripline {

struct MinMaxBucket {
  std::uint64_t from_ns = 0;  ///< where the stretch begins
  double min = 0;
  double max = 0;
  std::uint32_t count = 0;  ///< points in it, never 0: stretches without a point are left out
};

/// `points` in order of time, all within from..to. Points that are no finite number count, but are neither min nor max
/// unless there is nothing else.
std::vector<MinMaxBucket> min_max(std::span<const SignalPoint> points, std::uint64_t from_ns, std::uint64_t to_ns,
                                  std::size_t buckets);

}  // namespace tripline
