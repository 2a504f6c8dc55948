#include "hw/replay/log_lines.hpp"

namespace tripline {

Result<bool> LogLines::wait(std::string_view& text) {
  while (!take_buffered(text)) {
    const std::string_view left = source_.buffered();
    const std::size_t length = std::min(left.find('\n'), left.size());
    if (length > limits::kLogLineBytes) {
      ++line_;
      const std::string expected = "a line of at most " + std::to_string(limits::kLogLineBytes) + " bytes";
      return bad({limits::kLogLineBytes + 1, expected.c_str()});
    }
    Result<bool> more = source_.fill();
    if (!more) return more;
    if (*more) continue;
    if (source_.buffered().empty()) return false;
    deliver(text, source_.buffered(), 0);
    return true;
  }
  return true;
}

Error LogLines::bad(const LogFault& fault) const {
  return {ExitCode::kBadData, source_.name() + ":" + std::to_string(line_) + ":" + std::to_string(fault.column) +
                                  ": expected " + fault.expected};
}

}  // namespace tripline
