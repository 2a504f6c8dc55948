// What a log is converted to: one writer per format, each a file of its own.
#pragma once

#include <cstddef>

#include "hw/replay/candump_line.hpp"
#include "shim/cli/can/output_buffer.hpp"

namespace tripline {

/// Thread: one.
class LogWriter {
 public:
  virtual ~LogWriter() = default;
  /// What stands in front of all frames.
  virtual void begin(OutputBuffer& /*out*/) {}
  /// One frame; `bus` is the number of its bus, in the order in which they were met.
  virtual void append(OutputBuffer& out, const CandumpLine& line, std::size_t bus) = 0;
};

}  // namespace tripline
