#include "hw/replay/candump_log.hpp"

#include <fcntl.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "rt/base/limits.hpp"

namespace tripline {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{256} * 1024;
static_assert(kBufferBytes > 2 * limits::kLogLineBytes);

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t") == std::string_view::npos; }

}  // namespace

Result<CandumpLog> CandumpLog::open(const std::string& path) {
  const bool standard = path == "-";
  UniqueFd fd(standard ? ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0) : ::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  std::string name = standard ? "standard input" : path;
  if (!fd) return Error{ExitCode::kNoInput, name + ": cannot be read: " + std::strerror(errno)};
  return CandumpLog(std::move(name), std::move(fd));
}

CandumpLog::CandumpLog(std::string path, UniqueFd fd)
    : path_(std::move(path)), fd_(std::move(fd)), buffer_(kBufferBytes) {}

Error CandumpLog::bad(std::size_t column, const std::string& expected) const {
  return {ExitCode::kBadData,
          path_ + ":" + std::to_string(line_) + ":" + std::to_string(column) + ": expected " + expected};
}

bool CandumpLog::has_buffered_line() const noexcept {
  return std::memchr(buffer_.data() + begin_, '\n', end_ - begin_) != nullptr;
}

// Moves the begun line to the front and reads more behind it. False at the end of the source.
Result<bool> CandumpLog::fill() {
  std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
  end_ -= std::exchange(begin_, 0);
  while (true) {
    const ssize_t count = ::read(fd_.get(), buffer_.data() + end_, buffer_.size() - end_);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return Error{ExitCode::kNoInput, path_ + ": cannot be read: " + std::strerror(errno)};
    end_ += static_cast<std::size_t>(count);
    return count > 0;
  }
}

Result<bool> CandumpLog::next_text(std::string_view& text) {
  ++line_;
  while (true) {
    const char* from = buffer_.data() + begin_;
    const auto* newline = static_cast<const char*>(std::memchr(from, '\n', end_ - begin_));
    const std::size_t length = newline == nullptr ? end_ - begin_ : static_cast<std::size_t>(newline - from);
    if (length > limits::kLogLineBytes)
      return bad(limits::kLogLineBytes + 1, "a line of at most " + std::to_string(limits::kLogLineBytes) + " bytes");
    if (newline != nullptr || (at_end_ && length > 0)) {
      begin_ += length + (newline != nullptr ? 1 : 0);
      text = std::string_view(from, length > 0 && from[length - 1] == '\r' ? length - 1 : length);
      return true;
    }
    if (at_end_) return false;
    Result<bool> more = fill();
    if (!more) return more;
    at_end_ = !*more;
  }
}

Result<bool> CandumpLog::next(CandumpLine& line) {
  std::string_view text;
  do {
    Result<bool> any = next_text(text);
    if (!any || !*any) return any;
  } while (is_blank(text));
  CandumpFault fault;
  if (!parse_candump_line(text, line, fault)) return bad(fault.column, fault.expected);
  return true;
}

}  // namespace tripline
