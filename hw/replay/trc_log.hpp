// A PEAK trace (.trc), line by line. Source: PEAK CAN TRC file format, versions 1.0 to 1.3, 2.0 and 2.1.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "hw/replay/text_log.hpp"
#include "hw/replay/time_text.hpp"

namespace tripline {

/// Times are since the start of the trace. An id of eight digits is extended. Error frames become SocketCAN's. Passed
/// over: warnings, states, error counters, events, and J1939 messages put together from several frames.
/// Thread: one. RT-safe: yes.
class TrcLog {
 public:
  /// Columns in the letters of `;$COLUMNS=`: N number, O offset, B bus, T type, I id, d direction, R reserved, l
  /// length, L length code, D data.
  struct Layout {
    std::array<char, 16> columns{'N', 'O', 'I', 'L', 'D'};  ///< version 1.0, which has no `;$FILEVERSION=`
    bool has_types = false;                                 ///< DT, FD, …: from version 2.0 on
  };

  LineMeaning read(std::string_view text, LoggedFrame& frame, LogFault& fault) noexcept;
  LogClock clock() const noexcept { return LogClock::kStart; }

 private:
  LineMeaning read_comment(LogCursor& line) noexcept;
  LineMeaning read_version(LogCursor& line) noexcept;
  LineMeaning read_columns(LogCursor& line) noexcept;

  Layout layout_;
  TimeText text_;
};

}  // namespace tripline
