#include "shim/cli/can/frame_text.hpp"

#include "hw/replay/candump_line.hpp"

namespace tripline {

void append_frame(OutputBuffer& out, const CanFrame& frame) {
  append_frame_id(out, frame);
  out.append('#');
  if ((frame.flags & kCanRemote) != 0) {
    out.append('R');
    if (frame.length > 0) out.append_number(static_cast<unsigned>(frame.length));
    return;
  }
  if ((frame.flags & kCanFd) != 0) {
    const std::uint32_t bit_rate_switch = (frame.flags & kCanBitRateSwitch) != 0 ? 1 : 0;
    const std::uint32_t error_state = (frame.flags & kCanErrorStateIndicator) != 0 ? 2 : 0;
    out.append('#');
    out.append_hex(bit_rate_switch | error_state, 1);
  }
  append_frame_data(out, frame);
}

// The reader of logs reads it, so that both take the same: only the line around the frame is made up.
Result<CanFrame> parse_frame(const std::string& text) {
  const std::string around = "(0.0) - ";
  LoggedFrame line;
  LogFault fault;
  if (text.find_first_of(" \t") == std::string::npos && parse_candump_line(around + text, line, fault))
    return line.frame;
  const std::size_t column = fault.column > around.size() ? fault.column - around.size() : 1;
  return Error{ExitCode::kUsage, "frame '" + text + "', column " + std::to_string(column) + ": expected " +
                                     (fault.expected[0] != '\0' ? fault.expected : "no blanks") +
                                     "; write it like 123#1122, 18FEF100#1122, 123##0<FD data> or 123#R"};
}

}  // namespace tripline
