// What every format of a CAN log can do.
#pragma once

#include <cstdint>

#include "hw/replay/logged_frame.hpp"
#include "rt/base/result.hpp"

namespace tripline {

/// Thread: one.
class CanLogReader {
 public:
  virtual ~CanLogReader() = default;
  /// As CanLog::next().
  virtual Result<bool> next(LoggedFrame& frame) = 0;
  /// next() would not wait for the source.
  virtual bool is_buffered() const noexcept = 0;
  /// Of the frame that came last.
  virtual LogClock clock() const noexcept = 0;

  /// Entries that are no frames: statistics, states, other protocols.
  std::uint64_t passed_over() const noexcept { return passed_over_; }

 protected:
  std::uint64_t passed_over_ = 0;
};

}  // namespace tripline
