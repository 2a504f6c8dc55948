// What `candump` prints on a screen, line by line: `(1436509052.249713)  can0  123   [8]  11 22 33 44 55 66 77 88`.
#pragma once

#include <string_view>

#include "hw/replay/text_log.hpp"
#include "hw/replay/time_text.hpp"

namespace tripline {

/// With `-t a`, `-t z`, `-t A` and without times; with `-a`, `-d`, `-e`, `-x`, `-8`. Two digits of length are a FD
/// frame; its flags are known only with -x. Passed over: CAN XL frames (four digits), DROPCOUNT. Refused, naming the
/// remedy:
/// `-t d` as soon as a time steps back (its differences look like `-t z` until then), `-c`, `-i`, `-S`.
/// Thread: one. RT-safe: yes.
class CandumpScreen {
 public:
  LineMeaning read(std::string_view text, LoggedFrame& frame, LogFault& fault) noexcept;
  LogClock clock() const noexcept { return clock_; }

 private:
  bool read_time(LogCursor& line, LoggedFrame& frame) noexcept;
  bool read_date(LogCursor& line, LoggedFrame& frame) noexcept;
  bool read_seconds(LogCursor& line, LoggedFrame& frame) noexcept;

  LogClock clock_ = LogClock::kNone;
  nanoseconds time_{0};        ///< of the frame that came last
  bool is_explained_ = false;  ///< lines that begin with a tab belong to the error frame before them
  TimeText text_;
};

}  // namespace tripline
