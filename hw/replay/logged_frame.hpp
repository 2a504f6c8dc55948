// One frame of a CAN log, whatever the format of the log.
#pragma once

#include <cstdint>
#include <string_view>

#include "rt/base/time.hpp"
#include "rt/port/can_bus.hpp"

namespace tripline {

/// What the times of a log count from.
enum class LogClock : std::uint8_t {
  kEpoch,  ///< 1970-01-01 UTC
  kLocal,  ///< the same, but of a clock on the wall whose zone the log does not tell
  kStart,  ///< the start of the recording, of the machine, or of whatever recorded
  kNone,   ///< the log has no times: all are 0
};

struct LoggedFrame {
  nanoseconds time{0};         ///< on the log's own clock, see LogClock; CanFrame::time is not set
  std::string_view time_text;  ///< the same in seconds, a number in JSON too: digits, '.', 1 to 9 digits
  std::string_view bus;        ///< interface or channel as the log names it; "can0" where it names none
  CanFrame frame;
};

}  // namespace tripline
