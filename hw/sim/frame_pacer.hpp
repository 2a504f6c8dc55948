// When frame n is due, and which frame comes next for a camera that may be late.
#pragma once

#include <cstdint>

#include "rt/base/ids.hpp"
#include "rt/base/time.hpp"

namespace tripline {

class FramePacer {
 public:
  constexpr FramePacer(MonoTime first, nanoseconds period) noexcept : first_(first), period_(period) {}

  MonoTime due(FrameIndex index) const noexcept { return first_ + period_ * static_cast<std::int64_t>(index.value); }

  /// The frame after `index`. One that is more than two periods late at `now` is lost, as with a real sensor: the next
  /// frame that is still to come follows, and the hole shows in the index.
  FrameIndex after(FrameIndex index, MonoTime now) const noexcept {
    const FrameIndex next(index.value + 1);
    if (now <= due(next) + 2 * period_) return next;
    return FrameIndex(static_cast<std::uint64_t>((now - first_) / period_) + 1);
  }

 private:
  MonoTime first_;
  nanoseconds period_;
};

}  // namespace tripline
