// EdgeFilter: lets the first of bouncing edges act at once, and tells where the line came to rest.
#pragma once

#include <optional>

#include "rt/base/realtime.hpp"
#include "rt/port/digital_in.hpp"

namespace tripline {

/// A debounce that waits for quiet would be late by its own length; this one is not late at all. Pure state.
class EdgeFilter {
 public:
  explicit EdgeFilter(nanoseconds debounce) noexcept : debounce_(debounce) {}

  /// True when the edge acts; false when it is a bounce of the one before.
  bool acts(const InputEdge& edge) noexcept RT_NONBLOCKING {
    const bool bounces = acted_ && edge.time - last_.time < debounce_;
    last_ = edge;
    if (!bounces) acted_ = edge.slope;
    return !bounces;
  }

  /// The last edge, once the line is quiet, when it went the other way than the one that acted; it counts as acted
  /// then.
  std::optional<Slope> rested(MonoTime now) noexcept RT_NONBLOCKING {
    if (!acted_ || *acted_ == last_.slope || now - last_.time < debounce_) return std::nullopt;
    acted_ = last_.slope;
    return acted_;
  }

 private:
  nanoseconds debounce_;
  InputEdge last_;              // bounces too
  std::optional<Slope> acted_;  // none yet: nothing to bounce against
};

}  // namespace tripline
