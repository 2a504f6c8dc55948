// The lines of a log.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

#include "hw/replay/log_cursor.hpp"
#include "hw/replay/log_source.hpp"
#include "rt/base/limits.hpp"

namespace tripline {

/// Thread: one. `source` must outlive the lines. Lines of a pipe are there as soon as they are written.
class LogLines {
 public:
  explicit LogLines(LogSource& source) noexcept : source_(source) {}

  /// The next line without its end, valid until the next call. False at the end. Errors: kBadData for a line beyond
  /// limits::kLogLineBytes; kNoInput when reading fails.
  Result<bool> next(std::string_view& text) { return take_buffered(text) ? Result<bool>(true) : wait(text); }
  /// The same, where the line is in memory already; false where it is not, or is too long.
  bool take_buffered(std::string_view& text) noexcept {
    const std::string_view left = source_.buffered();
    const auto* newline = static_cast<const char*>(std::memchr(left.data(), '\n', left.size()));
    if (newline == nullptr) return false;
    const auto length = static_cast<std::size_t>(newline - left.data());
    if (length > limits::kLogLineBytes) return false;
    deliver(text, left.substr(0, length), 1);
    return true;
  }
  /// The next line where take_buffered() has none. Otherwise as next().
  Result<bool> wait(std::string_view& text);

  /// next() would not wait for the source.
  bool is_buffered() const noexcept { return source_.buffered().find('\n') != std::string_view::npos; }

  /// kBadData at a place of the line that came last.
  Error bad(const LogFault& fault) const;

 private:
  void deliver(std::string_view& text, std::string_view line, std::size_t end_bytes) noexcept {
    ++line_;
    source_.take(line.size() + end_bytes);
    text = line.substr(0, line.size() - (!line.empty() && line.back() == '\r' ? 1 : 0));
  }

  LogSource& source_;
  std::uint64_t line_ = 0;
};

}  // namespace tripline
