// A log as a pcapng file (draft-ietf-opsawg-pcapng): one interface a bus, times in nanoseconds, frames as SocketCAN
// has them (LINKTYPE_CAN_SOCKETCAN, 227).
#pragma once

#include "shim/cli/can/log_writer.hpp"

namespace tripline {

class PcapngWriter final : public LogWriter {
 public:
  void begin(OutputBuffer& out) override;
  void append(OutputBuffer& out, const LoggedFrame& line, std::size_t bus) override;

 private:
  static void append_interface(OutputBuffer& out, std::string_view name);

  std::size_t interfaces_ = 0;  ///< written so far; buses are numbered in the order in which they come
};

}  // namespace tripline
