// What a log is converted to: one writer per format, each a file of its own.
#pragma once

#include <cstddef>
#include <string_view>

#include "hw/replay/logged_frame.hpp"
#include "shim/cli/can/output_buffer.hpp"

namespace tripline {

/// Seconds with six decimals, or with nine where the log has more than six: readers of candump count microseconds or
/// nanoseconds by the number of digits.
inline void append_log_time(OutputBuffer& out, const LoggedFrame& line) {
  const std::size_t point = line.time_text.find('.');
  out.append_time(line.time, point != std::string_view::npos && line.time_text.size() - point > 7);
}

/// Thread: one.
class LogWriter {
 public:
  virtual ~LogWriter() = default;
  /// What stands in front of all frames.
  virtual void begin(OutputBuffer& /*out*/) {}
  /// One frame; `bus` is the number of its bus, in the order in which they were met.
  virtual void append(OutputBuffer& out, const LoggedFrame& line, std::size_t bus) = 0;
};

}  // namespace tripline
