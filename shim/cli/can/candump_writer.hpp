// A log as `candump -l` writes it: `(1436509052.249713) vcan0 044#2A366C2BBA`.
#pragma once

#include "shim/cli/can/frame_text.hpp"
#include "shim/cli/can/log_writer.hpp"

namespace tripline {

class CandumpWriter final : public LogWriter {
 public:
  void append(OutputBuffer& out, const LoggedFrame& line, std::size_t /*bus*/) override {
    out.append('(');
    append_log_time(out, line);
    out.append(") ");
    out.append(line.bus);
    out.append(' ');
    append_frame(out, line.frame);
    out.append('\n');
  }
};

}  // namespace tripline
