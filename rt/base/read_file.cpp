#include "rt/base/read_file.hpp"

#include <fcntl.h>

#include <cerrno>
#include <cstring>

#include "rt/base/unique_fd.hpp"

namespace tripline {
namespace {

Error unreadable(const std::string& path, int reason) {
  return {ExitCode::kNoInput, path + ": cannot be read: " + std::strerror(reason)};
}

}  // namespace

Result<std::string> read_file(const std::string& path, std::size_t limit_bytes) {
  const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd) return unreadable(path, errno);
  std::string text;
  std::size_t filled = 0;
  while (true) {
    // Room first: pipes and /proc do not tell their size.
    if (text.size() - filled < 65'536) text.resize(text.size() * 2 + 65'536);
    const ssize_t count = ::read(fd.get(), text.data() + filled, text.size() - filled);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return unreadable(path, errno);
    if (count == 0) break;
    filled += static_cast<std::size_t>(count);
    if (filled > limit_bytes)
      return Error{ExitCode::kBadData, path + ": longer than the limit of " + std::to_string(limit_bytes) + " bytes"};
  }
  text.resize(filled);
  return text;
}

}  // namespace tripline
