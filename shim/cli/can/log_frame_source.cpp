#include "shim/cli/can/log_frame_source.hpp"

#include <poll.h>
#include <unistd.h>

#include <thread>

#include "shim/cli/can/passed_over.hpp"

namespace tripline {

Result<LogFrameSource> LogFrameSource::open(const std::string& path, Pace pace) {
  Result<CanLog> log = CanLog::open(path);
  if (!log) return log.error();
  const bool is_standard_input = path == "-";
  return LogFrameSource(*std::move(log), is_standard_input ? Pace::kAtOnce : pace, is_standard_input);
}

std::string LogFrameSource::about() const {
  const std::string passed_over = passed_over_text(log_);
  return passed_over.empty() ? log_.path() : log_.path() + ": " + passed_over;
}

// A line that has begun comes to its end soon: whoever writes into a pipe writes lines.
bool LogFrameSource::has_line(std::chrono::milliseconds wait) const {
  if (!is_standard_input_ || log_.has_buffered_line()) return true;
  pollfd item{STDIN_FILENO, POLLIN, 0};
  return ::poll(&item, 1, static_cast<int>(wait.count())) > 0;
}

SourceRead LogFrameSource::give(SourceItem& item, MonoTime at) {
  due_at_.reset();
  given_at_ = at;
  given_time_ = line_.time;
  item.bus = line_.bus;
  item.time = line_.time;
  item.frame = line_.frame;
  return SourceRead::kFrame;
}

Result<SourceRead> LogFrameSource::next(SourceItem& item, std::chrono::milliseconds wait) {
  const MonoTime now = MonoClock::now();
  if (!due_at_) {
    if (!has_line(wait)) return SourceRead::kNothing;
    const Result<bool> more = log_.next(line_);
    if (!more) return more.error();
    if (!*more) return SourceRead::kEnd;
    if (pace_ == Pace::kAtOnce) return give(item, MonoClock::now());
    due_at_ = due_.due(line_.time, now);
  }
  if (*due_at_ <= now + wait) {
    std::this_thread::sleep_until(*due_at_);
    return give(item, *due_at_);
  }
  std::this_thread::sleep_for(wait);
  return SourceRead::kNothing;
}

nanoseconds LogFrameSource::now() const {
  if (!given_at_ || (pace_ == Pace::kAtOnce && !is_standard_input_)) return given_time_;
  return given_time_ + (MonoClock::now() - *given_at_);
}

}  // namespace tripline
