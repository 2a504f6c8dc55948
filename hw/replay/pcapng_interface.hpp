// One interface of a pcapng file.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "hw/replay/byte_order.hpp"
#include "hw/replay/capture_clock.hpp"

namespace tripline {

struct PcapngInterface {
  std::uint16_t link = 0;
  CaptureClock clock;               ///< microseconds where if_tsresol does not tell
  std::int64_t offset_seconds = 0;  ///< if_tsoffset
  std::string name;                 ///< if_name without blanks and control characters; empty: not told
};

/// Where the options of an interface are not as they should be.
struct PcapngFault {
  std::size_t at = 0;  ///< byte of the block
  const char* expected = "";
};

/// Reads an Interface Description Block, whole. False: `fault` says where. RT-safe: no (heap).
bool read_pcapng_interface(std::string_view block, ByteOrder order, PcapngInterface& interface, PcapngFault& fault);

}  // namespace tripline
