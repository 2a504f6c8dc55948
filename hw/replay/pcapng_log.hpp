// A pcapng file: blocks of several interfaces, each with its link type and clock. Source: draft-ietf-opsawg-pcapng.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "hw/replay/can_log_reader.hpp"
#include "hw/replay/can_packet.hpp"
#include "hw/replay/interface_name.hpp"
#include "hw/replay/log_source.hpp"
#include "hw/replay/pcapng_interface.hpp"
#include "hw/replay/time_text.hpp"

namespace tripline {

/// Several sections, both byte orders. The bus is the interface's name, "can" and its number where it has none, or
/// "if3" where LINUX_SLL2 tells the system's interface 3. Passed over: packets that are no CAN frame. Blocks that hold
/// no packet are not looked at. Refused: Simple Packet Blocks of a CAN interface, which have no time. Errors: kBadData
/// naming the byte.
class PcapngLog final : public CanLogReader {
 public:
  /// `source` must outlive the log.
  explicit PcapngLog(LogSource& source) noexcept : source_(source) {}
  /// A file that begins with these bytes is one.
  static bool is_one(std::string_view bytes) noexcept;

  Result<bool> next(LoggedFrame& frame) override;
  bool is_buffered() const noexcept override;
  LogClock clock() const noexcept override { return LogClock::kEpoch; }

 private:
  enum class Block : std::uint8_t { kEnd, kFrame, kOther };

  Result<Block> read_block(LoggedFrame& frame);
  Result<bool> read_length(std::uint32_t& bytes);
  Result<Block> read_section(std::uint32_t bytes);
  Result<Block> read_interface(std::uint32_t bytes);
  Result<Block> read_packet(std::uint32_t type, std::uint32_t bytes, LoggedFrame& frame);
  Result<Block> read_frame(std::uint32_t number, std::uint32_t bytes, LoggedFrame& frame);
  Result<Block> pass_over(std::uint32_t bytes);
  Result<bool> hold_block(std::uint32_t bytes);
  Error ends(std::uint32_t bytes) const;

  LogSource& source_;
  ByteOrder order_;
  std::vector<PcapngInterface> interfaces_;  ///< of this section
  InterfaceName bus_;
  TimeText text_;
};

}  // namespace tripline
