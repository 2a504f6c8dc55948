#include "hw/replay/candump_log.hpp"

namespace tripline {
namespace {

constexpr nanoseconds kEpochFrom = std::chrono::seconds(100'000'000);

}  // namespace

LineMeaning CandumpLog::read_unusual(std::string_view text, LoggedFrame& frame, LogFault& fault) noexcept {
  if (parse_candump_line(text, frame, fault)) {
    time_ = frame.time;
    return LineMeaning::kFrame;
  }
  if (text.find_first_not_of(" \t") == std::string_view::npos) return LineMeaning::kNothing;
  return text.starts_with("DROPCOUNT:") ? LineMeaning::kPassedOver : LineMeaning::kFault;
}

LogClock CandumpLog::clock() const noexcept { return time_ >= kEpochFrom ? LogClock::kEpoch : LogClock::kStart; }

}  // namespace tripline
