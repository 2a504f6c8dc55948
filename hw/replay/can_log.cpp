#include "hw/replay/can_log.hpp"

#include <utility>

namespace tripline {

Result<CanLog> CanLog::open(const std::string& path) {
  Result<LogSource> source = LogSource::open(path);
  if (!source) return source.error();
  return CanLog(*std::move(source));
}

Result<bool> CanLog::next(LoggedFrame& frame) {
  if (!reader_) {
    const Result<CanLogFormat> format = recognise_can_log(*source_);
    if (!format) return format.error();
    reader_ = make_can_log_reader(*format, *source_);
  }
  return reader_->next(frame);
}

}  // namespace tripline
