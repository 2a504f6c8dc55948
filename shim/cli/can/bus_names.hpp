// The buses of a log, numbered in the order in which they are met.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rt/base/limits.hpp"

namespace tripline {

/// Thread: one. Bounded: limits::kLogBuses.
class BusNames {
 public:
  /// The number of a bus, a new one or one that was met. Nothing when there is no room for one more.
  std::optional<std::size_t> number_of(std::string_view name) {
    if (last_ < names_.size() && names_[last_] == name) return last_;  // most frames follow one of the same bus
    for (last_ = 0; last_ < names_.size(); ++last_)
      if (names_[last_] == name) return last_;
    if (names_.size() == limits::kLogBuses) return std::nullopt;
    names_.emplace_back(name);
    return last_;
  }

  const std::string& name(std::size_t number) const { return names_[number]; }
  std::size_t size() const noexcept { return names_.size(); }

 private:
  std::vector<std::string> names_;
  std::size_t last_ = 0;
};

}  // namespace tripline
