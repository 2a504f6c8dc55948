// A CAN frame as people write it: `123#1122`, `18FEF100##1AABB`, `123#R3`, as candump -l and cansend have it.
#pragma once

#include <string>

#include "rt/base/result.hpp"
#include "rt/port/can_bus.hpp"
#include "shim/cli/can/output_buffer.hpp"

namespace tripline {

/// Three digits, or eight for an extended id and for an error frame, which has its flag bit in front.
inline void append_frame_id(OutputBuffer& out, const CanFrame& frame) {
  const bool is_error = (frame.flags & kCanErrorFrame) != 0;
  const bool is_long = is_error || (frame.flags & kCanExtended) != 0;
  out.append_hex(is_error ? frame.id | 0x20000000U : frame.id, is_long ? 8 : 3);
}

/// The payload in hex, without blanks.
inline void append_frame_data(OutputBuffer& out, const CanFrame& frame) {
  for (std::size_t i = 0; i < frame.length; ++i) out.append_hex(frame.data[i], 2);
}

/// The whole frame, byte for byte as candump -l has it.
void append_frame(OutputBuffer& out, const CanFrame& frame);

/// Errors: kUsage naming the column and what was expected there.
Result<CanFrame> parse_frame(const std::string& text);

}  // namespace tripline
