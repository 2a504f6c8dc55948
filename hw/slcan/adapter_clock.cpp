#include "hw/slcan/adapter_clock.hpp"

namespace tripline {

MonoTime AdapterClock::map(std::uint16_t stamp_ms, MonoTime read) noexcept RT_NONBLOCKING {
  const nanoseconds stamp = std::chrono::milliseconds(stamp_ms);
  if (is_set_) {
    // As many minutes as bring it closest to the time that went by here: the bus may have been silent for an hour.
    const nanoseconds expected = total_ + (read - last_read_);
    const nanoseconds off = expected - stamp + kWrap / 2;
    const std::int64_t minutes = off / kWrap - (off % kWrap < nanoseconds(0) ? 1 : 0);
    total_ = stamp + minutes * kWrap;
  } else {
    total_ = stamp;
  }
  is_set_ = true;
  last_read_ = read;
  return clock_.map(total_, read);
}

}  // namespace tripline
