// A log of `candump -l`, line by line.
#pragma once

#include <string_view>

#include "hw/replay/candump_line.hpp"
#include "hw/replay/text_log.hpp"

namespace tripline {

/// Lines of parse_candump_line(). `DROPCOUNT:`, which candump -d writes where the kernel lost frames, is passed over.
/// Thread: one. RT-safe: yes.
class CandumpLog {
 public:
  LineMeaning read(std::string_view text, LoggedFrame& frame, LogFault& fault) noexcept {
    if (!parse_usual_candump_line(text, frame)) return read_unusual(text, frame, fault);
    time_ = frame.time;
    return LineMeaning::kFrame;
  }
  /// candump writes the wall clock; a first time before 1973 is that of a machine without one.
  LogClock clock() const noexcept;

 private:
  LineMeaning read_unusual(std::string_view text, LoggedFrame& frame, LogFault& fault) noexcept;

  nanoseconds time_{0};  ///< of the frame that came last
};

}  // namespace tripline
