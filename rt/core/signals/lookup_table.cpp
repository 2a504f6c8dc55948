#include "rt/core/signals/lookup_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace tripline {
namespace {

Result<void> check_finite(const char* name, const std::vector<double>& numbers) {
  for (std::size_t i = 0; i < numbers.size(); ++i)
    if (!std::isfinite(numbers[i]))
      return Error{ExitCode::kBadConfig, fmt::format("{}: item {}: {} is not a finite number", name, i, numbers[i])};
  return {};
}

}  // namespace

Result<LookupTable> LookupTable::create(std::vector<double> x, std::vector<double> y, bool is_stepped) {
  if (x.empty()) return Error{ExitCode::kBadConfig, "x: has no points; give at least one"};
  if (x.size() != y.size())
    return Error{ExitCode::kBadConfig,
                 fmt::format("y: {} values for {} points of x; give as many as there are points", y.size(), x.size())};
  if (auto finite = check_finite("x", x); !finite) return finite.error();
  if (auto finite = check_finite("y", y); !finite) return finite.error();
  for (std::size_t i = 1; i < x.size(); ++i)
    if (x[i] <= x[i - 1])
      return Error{ExitCode::kBadConfig,
                   fmt::format("x: item {}: {} is not above {}; points must rise", i, x[i], x[i - 1])};
  return LookupTable(std::move(x), std::move(y), is_stepped);
}

double LookupTable::at(double x) const noexcept {
  if (std::isnan(x)) return x;
  const auto above = std::upper_bound(x_.begin(), x_.end(), x);
  if (above == x_.begin()) return y_.front();
  const auto i = static_cast<std::size_t>(above - x_.begin()) - 1;
  if (is_stepped_ || above == x_.end()) return y_[i];
  return y_[i] + (y_[i + 1] - y_[i]) * ((x - x_[i]) / (x_[i + 1] - x_[i]));
}

}  // namespace tripline
