// Frames of a log, at once or at the pace in which they came.
#pragma once

#include <optional>
#include <utility>

#include "hw/replay/can_log.hpp"
#include "shim/cli/can/frame_source.hpp"
#include "shim/cli/can/log_pace.hpp"

namespace tripline {

class LogFrameSource final : public FrameSource {
 public:
  enum class Pace : std::uint8_t { kAtOnce, kAsRecorded };

  /// "-" is standard input, whose pace is its own. Errors: kNoInput.
  static Result<LogFrameSource> open(const std::string& path, Pace pace);

  Result<SourceRead> next(SourceItem& item, std::chrono::milliseconds wait) override;
  /// The time of the newest frame, and what has passed since.
  nanoseconds now() const override;
  std::string about() const override;
  const SignalNames& names() const override { return names_; }

 private:
  LogFrameSource(CanLog log, Pace pace, bool is_standard_input)
      : log_(std::move(log)), pace_(pace), is_standard_input_(is_standard_input) {}
  bool has_line(std::chrono::milliseconds wait) const;
  SourceRead give(SourceItem& item, MonoTime at);

  CanLog log_;
  Pace pace_;
  bool is_standard_input_;
  LoggedFrame line_;
  LogPace due_;
  std::optional<MonoTime> due_at_;  ///< line_ waits for this time
  std::optional<MonoTime> given_at_;
  nanoseconds given_time_{0};  ///< in the log, of the newest frame that was given out
  SignalNames names_;          ///< none
};

}  // namespace tripline
