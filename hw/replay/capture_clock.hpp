// From the ticks of a capture file to time.
#pragma once

#include <cstdint>
#include <optional>

#include "rt/base/time.hpp"

namespace tripline {

/// Ticks of a second in powers of ten or two, as the option if_tsresol of pcapng has them. RT-safe: yes.
class CaptureClock {
 public:
  /// `resolution` as in if_tsresol: bit 7 says powers of two, the others say how many. Nothing beyond 10^-19 or 2^-63.
  static std::optional<CaptureClock> of(std::uint8_t resolution) noexcept;

  CaptureClock() noexcept : CaptureClock(1'000'000) {}
  explicit CaptureClock(std::uint64_t ticks_per_second) noexcept : ticks_per_second_(ticks_per_second) {}

  /// Since the epoch; fractions of a nanosecond are left out. Nothing before 1970 or after 2261.
  std::optional<nanoseconds> time(std::uint64_t ticks, std::int64_t offset_seconds) const noexcept;

 private:
  std::uint64_t ticks_per_second_;
};

}  // namespace tripline
