// A CAN log of any format, frame by frame, from a file or from standard input.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "hw/replay/can_log_format.hpp"
#include "hw/replay/logged_frame.hpp"
#include "rt/base/result.hpp"

namespace tripline {

/// candump -l and candump's screen, PEAK .trc, Vector .asc, pcap and pcapng; the content tells which. Memory stays the
/// same however long the log is. Frames of a pipe are there as soon as they are written. Thread: one.
class CanLog {
 public:
  /// `path` "-" is standard input. Waits for nothing. Errors: kNoInput.
  static Result<CanLog> open(const std::string& path);

  /// The next frame; its views are valid until the next call. False at the end. Errors: kBadData naming file, line and
  /// column (of a capture: the byte) and what was expected there; kNoInput when reading fails.
  Result<bool> next(LoggedFrame& frame);

  /// The next frame that is already in memory would be there without waiting for the source.
  bool has_buffered_line() const noexcept { return reader_ != nullptr && reader_->is_buffered(); }

  const std::string& path() const noexcept { return source_->name(); }
  /// What the time of the frame counts from that came last.
  LogClock clock() const noexcept { return reader_ == nullptr ? LogClock::kNone : reader_->clock(); }
  /// Entries so far that are no frames and were passed over: statistics, states, other protocols, CAN XL.
  std::uint64_t passed_over() const noexcept { return reader_ == nullptr ? 0 : reader_->passed_over(); }

 private:
  explicit CanLog(LogSource source) : source_(std::make_unique<LogSource>(std::move(source))) {}

  std::unique_ptr<LogSource> source_;     ///< stays where it is when the log is moved
  std::unique_ptr<CanLogReader> reader_;  ///< from the first next() on: telling the format may have to wait
};

}  // namespace tripline
