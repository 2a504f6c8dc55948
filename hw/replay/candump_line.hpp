// One line of a CAN log as `candump -l` writes it: `(1436509052.249713) vcan0 044#2A366C2BBA`.
#pragma once

#include <cstddef>
#include <string_view>

#include "rt/base/time.hpp"
#include "rt/port/can_bus.hpp"

namespace tripline {

struct CandumpLine {
  nanoseconds time{0};         ///< on the log's own clock; CanFrame::time is not set
  std::string_view time_text;  ///< the same, as written: digits, '.', 1 to 9 digits
  std::string_view bus;
  CanFrame frame;
};

/// Where a line stops being one.
struct CandumpFault {
  std::size_t column = 0;  ///< from 1
  const char* expected = "";
};

/// Reads a line without its end. Eight hex digits are an extended id, also below 0x800; with 0x20000000 an error frame.
/// `#R`, `#R3` remote; `##<flags><data>` FD; behind the frame a direction, ` R` or ` T`, may follow. The views of
/// `line` point into `text`. False: `fault` says where. Thread: any. RT-safe: yes.
[[nodiscard]] bool parse_candump_line(std::string_view text, CandumpLine& line, CandumpFault& fault) noexcept;

}  // namespace tripline
