// A Vector log (.asc), line by line.
#pragma once

#include <cstdint>
#include <string_view>

#include "hw/replay/text_log.hpp"
#include "hw/replay/time_text.hpp"

namespace tripline {

/// Times are since the start of the measurement, whether the log has them absolute or each relative to the line before.
/// Error frames become SocketCAN's, without details. Passed over: every other event, such as statistics, chip states,
/// triggers, other buses and J1939 messages put together from several frames. Thread: one. RT-safe: yes.
class AscLog {
 public:
  LineMeaning read(std::string_view text, LoggedFrame& frame, LogFault& fault) noexcept;
  LogClock clock() const noexcept { return LogClock::kStart; }

 private:
  LineMeaning read_header(LogCursor& line) noexcept;
  LineMeaning read_base(LogCursor& line) noexcept;
  bool read_time(LogCursor& line) noexcept;

  int base_ = 16;  ///< of ids, lengths and data bytes
  bool is_relative_ = false;
  nanoseconds time_{0};  ///< of the event that came last
  TimeText text_;
};

}  // namespace tripline
