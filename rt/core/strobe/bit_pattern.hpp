// A plan as bits, for an output that a hardware clock shifts out: one bit a tick, most significant bit first.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "rt/base/realtime.hpp"
#include "rt/base/result.hpp"
#include "rt/core/strobe/strobe_plan.hpp"

namespace tripline {

struct BitClock {
  std::uint32_t hz = 0;
  /// The tick nearest to this instant. RT-safe: yes.
  std::int64_t tick_of(nanoseconds at) const noexcept RT_NONBLOCKING;
  nanoseconds time_of(std::int64_t tick) const noexcept RT_NONBLOCKING;
};

/// Bytes that the plan takes, with the one byte of zeros that leaves the line inactive behind it.
std::size_t bytes_needed(const StrobePlan& plan, BitClock clock) noexcept RT_NONBLOCKING;

/// Errors: kBadConfig naming the field: more than one line, a pulse or gap that no bit is left of, a pulse that
/// rounding makes longer than the lamp bears, more than `max_bytes`.
Result<void> check_bits(const StrobePlan& plan, BitClock clock, std::size_t max_bytes);

/// Writes the bits of a plan that check_bits() accepted; returns how many bytes. RT-safe: yes.
std::size_t encode_bits(const StrobePlan& plan, BitClock clock, std::span<std::uint8_t> into) noexcept RT_NONBLOCKING;

}  // namespace tripline
