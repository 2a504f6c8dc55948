// A function given by points: what lies between two of them is a straight line, or the lower one's value.
#pragma once

#include <string>
#include <vector>

#include "rt/base/result.hpp"

namespace tripline {

/// Immutable. Thread: any.
class LookupTable {
 public:
  /// Errors: kBadConfig for no points, unequal lengths, x that does not rise, numbers that are not finite. The message
  /// begins with `x` or `y`.
  static Result<LookupTable> create(std::vector<double> x, std::vector<double> y, bool is_stepped);

  /// The value at `x`; before the first point and beyond the last one that end's. NaN stays NaN.
  double at(double x) const noexcept;

 private:
  LookupTable(std::vector<double> x, std::vector<double> y, bool is_stepped)
      : x_(std::move(x)), y_(std::move(y)), is_stepped_(is_stepped) {}

  std::vector<double> x_;
  std::vector<double> y_;
  bool is_stepped_;
};

}  // namespace tripline
