// A pcap file: packets of one link type, one behind the other. Source: draft-ietf-opsawg-pcap.
#pragma once

#include <cstdint>
#include <string_view>

#include "hw/replay/can_log_reader.hpp"
#include "hw/replay/can_packet.hpp"
#include "hw/replay/capture_clock.hpp"
#include "hw/replay/interface_name.hpp"
#include "hw/replay/log_source.hpp"
#include "hw/replay/time_text.hpp"

namespace tripline {

/// Both byte orders, micro- and nanoseconds. The bus is "can0", or "if3" where LINUX_SLL2 tells interface 3. Passed
/// over: packets that are no CAN frame. Errors: kBadData naming the byte.
class PcapLog final : public CanLogReader {
 public:
  /// `source` must outlive the log.
  explicit PcapLog(LogSource& source) noexcept : source_(source) {}
  /// A file that begins with these bytes is one.
  static bool is_one(std::string_view bytes) noexcept;

  Result<bool> next(LoggedFrame& frame) override;
  bool is_buffered() const noexcept override;
  LogClock clock() const noexcept override { return LogClock::kEpoch; }

 private:
  Result<bool> read_header();
  Result<bool> hold_record();
  Result<bool> read_record(LoggedFrame& frame);
  std::size_t packet_bytes() const noexcept { return order_.load32(source_.buffered(), 8); }

  LogSource& source_;
  bool has_begun_ = false;
  ByteOrder order_;
  CaptureClock clock_;
  std::uint64_t ticks_per_second_ = 0;
  LinkType link_ = LinkType::kSocketCan;
  InterfaceName bus_;
  TimeText text_;
};

}  // namespace tripline
