// Which format a CAN log has, told from its first bytes and never from its name.
#pragma once

#include <cstdint>
#include <memory>

#include "hw/replay/can_log_reader.hpp"
#include "hw/replay/log_source.hpp"

namespace tripline {

enum class CanLogFormat : std::uint8_t {
  kCandump,        ///< candump -l
  kCandumpScreen,  ///< candump
  kTrc,            ///< PEAK
  kAsc,            ///< Vector
  kPcap,
  kPcapng,
};

/// Waits for as much of the source as it takes to tell: four bytes, or the first line that is not blank. An empty
/// source is an empty candump log. Errors: kBadData naming what it is instead, where that is known; kNoInput.
Result<CanLogFormat> recognise_can_log(LogSource& source);

/// `source` must outlive the reader.
std::unique_ptr<CanLogReader> make_can_log_reader(CanLogFormat format, LogSource& source);

}  // namespace tripline
