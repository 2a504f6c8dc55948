// When a replay began, shared by all that play the same moment back: frames and bus stay on one clock.
#pragma once

#include <atomic>
#include <cstdint>

#include "rt/base/realtime.hpp"
#include "rt/base/time.hpp"

namespace tripline {

/// At the capture's own pace, or as fast as the reader takes it. Same values as wire::ReplaySpeed. Either way the times
/// in the data are those of the capture's own pace; as fast as possible they run ahead of the clock.
enum class ReplaySpeed : std::uint8_t { kReal, kMax };

/// Thread: any. RT-safe: yes (wait-free).
class ReplayEpoch {
 public:
  ReplayEpoch() = default;
  /// A replay whose beginning is known.
  explicit ReplayEpoch(MonoTime begin) : begin_ns_(begin.time_since_epoch().count()) {}

  /// The moment at which the captures' first instant is played: `now` for the first caller, the same for all others.
  MonoTime begin(MonoTime now) noexcept RT_NONBLOCKING {
    std::int64_t begin = kNotBegun;
    const std::int64_t wanted = now.time_since_epoch().count();
    // Partner: the same exchange in the other twins; the value carries nothing else.
    if (begin_ns_.compare_exchange_strong(begin, wanted, std::memory_order_relaxed)) return now;
    return MonoTime(nanoseconds(begin));
  }

 private:
  static constexpr std::int64_t kNotBegun = INT64_MIN;
  std::atomic<std::int64_t> begin_ns_{kNotBegun};
};

}  // namespace tripline
