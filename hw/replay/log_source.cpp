#include "hw/replay/log_source.hpp"

#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "rt/base/limits.hpp"

namespace tripline {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{256} * 1024;  // half of a second-level cache
static_assert(kBufferBytes > 2 * limits::kLogLineBytes);
static_assert(kBufferBytes > limits::kCaptureBlockBytes);

}  // namespace

Result<LogSource> LogSource::open(const std::string& path) {
  const bool standard = path == "-";
  UniqueFd fd(standard ? ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0) : ::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  std::string name = standard ? "standard input" : path;
  if (!fd) return Error{ExitCode::kNoInput, name + ": cannot be read: " + std::strerror(errno)};
  return LogSource(std::move(name), std::move(fd));
}

LogSource::LogSource(std::string name, UniqueFd fd)
    : name_(std::move(name)), fd_(std::move(fd)), buffer_(std::make_unique_for_overwrite<char[]>(kBufferBytes)) {}

Error LogSource::bad(std::uint64_t offset, const std::string& expected) const {
  return {ExitCode::kBadData, name_ + ": byte " + std::to_string(offset) + ": expected " + expected};
}

Result<bool> LogSource::fill() {
  if (is_at_end_) return false;
  RT_CHECK(end_ - begin_ < kBufferBytes);
  std::memmove(buffer_.get(), buffer_.get() + begin_, end_ - begin_);
  taken_before_ += begin_;
  end_ -= std::exchange(begin_, 0);
  while (true) {
    const ssize_t count = ::read(fd_.get(), buffer_.get() + end_, kBufferBytes - end_);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return Error{ExitCode::kNoInput, name_ + ": cannot be read: " + std::strerror(errno)};
    end_ += static_cast<std::size_t>(count);
    is_at_end_ = count == 0;
    return count > 0;
  }
}

Result<bool> LogSource::hold(std::size_t bytes) {
  while (end_ - begin_ < bytes) {
    Result<bool> more = fill();
    if (!more || !*more) return more;
  }
  return true;
}

Result<bool> LogSource::skip(std::uint64_t bytes) {
  while (true) {
    const std::uint64_t now = std::min<std::uint64_t>(bytes, end_ - begin_);
    take(static_cast<std::size_t>(now));
    bytes -= now;
    if (bytes == 0) return true;
    Result<bool> more = fill();
    if (!more || !*more) return more;
  }
}

}  // namespace tripline
