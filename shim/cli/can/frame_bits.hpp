// How many bit times a frame takes on the wire, stuff bits and the pause behind it included.
#pragma once

#include <cstdint>

#include "rt/port/can_bus.hpp"

namespace tripline {

/// Bits at each of the two rates; classic frames, and FD frames without a bit-rate switch, have all at the nominal one.
struct FrameBits {
  std::uint32_t nominal = 0;
  std::uint32_t data = 0;
};

/// Derived, not measured: from identifier and payload, with the checksum computed, as ISO 11898-1 lays a frame out.
/// Retransmissions are not in a log; error frames count as the 6 + 8 bits of a flag and its delimiter, and the pause.
FrameBits frame_bits(const CanFrame& frame) noexcept;

}  // namespace tripline
