#include "rt/base/device_clock.hpp"

#include <algorithm>

namespace tripline {

MonoTime DeviceClock::map(nanoseconds stamp, MonoTime arrival) noexcept RT_NONBLOCKING {
  const nanoseconds distance = arrival.time_since_epoch() - stamp;
  const nanoseconds passed = stamp - last_stamp_;
  const bool began_anew = passed < -kStep || distance - offset_ > kStep || offset_ - distance > kStep;
  if (!is_set_ || began_anew) {
    offset_ = distance;
  } else {
    const nanoseconds drift = std::max(passed, nanoseconds(0)) / 1'000'000 * kDriftPpm;
    offset_ = std::min(offset_ + drift, distance);
  }
  is_set_ = true;
  last_stamp_ = stamp;
  return MonoTime(stamp + offset_);
}

}  // namespace tripline
