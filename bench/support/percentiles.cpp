#include "bench/support/percentiles.hpp"

#include <algorithm>
#include <cmath>

namespace tripline::bench {
namespace {

double rank(const std::vector<double>& sorted, double fraction) {
  const auto place = static_cast<std::size_t>(std::ceil(fraction * static_cast<double>(sorted.size())));
  return sorted[std::clamp<std::size_t>(place, 1, sorted.size()) - 1];
}

}  // namespace

Percentiles percentiles_of(std::vector<double> samples) {
  if (samples.empty()) return {};
  std::sort(samples.begin(), samples.end());
  return {rank(samples, 0.5), rank(samples, 0.9), rank(samples, 0.99), rank(samples, 0.999)};
}

double median_of(std::vector<double> samples) { return percentiles_of(std::move(samples)).p50; }

}  // namespace tripline::bench
