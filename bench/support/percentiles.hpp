// Percentiles of many measured times.
#pragma once

#include <vector>

namespace tripline::bench {

/// Nearest rank, in the unit of the samples.
struct Percentiles {
  double p50 = 0;
  double p90 = 0;
  double p99 = 0;
  double p999 = 0;
};

/// All zero of no samples.
Percentiles percentiles_of(std::vector<double> samples);

/// 0 of no samples.
double median_of(std::vector<double> samples);

}  // namespace tripline::bench
