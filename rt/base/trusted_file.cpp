#include "rt/base/trusted_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "rt/base/unique_fd.hpp"

namespace tripline {
namespace {

struct Rule {
  mode_t forbidden;
  const char* who_can;
  const char* remedy;
};

constexpr std::array kRules{
    Rule{0077, "others than its owner can read or write it", "chmod 600 "},
    Rule{0037, "others than its owner and group can read it, or write it", "chmod 440 "},
    Rule{0022, "others than its owner can write it", "chmod 644 "},
};

Result<void> check(const std::string& path, const struct stat& file, Keep keep, std::size_t limit_bytes) {
  if (!S_ISREG(file.st_mode)) return Error{ExitCode::kBadConfig, path + ": is not a regular file; name one"};
  if (file.st_uid != ::geteuid() && file.st_uid != 0)
    return Error{ExitCode::kNoPermission, path + ": belongs to another user (uid " + std::to_string(file.st_uid) +
                                              "); chown it to the user of this program"};
  const Rule& rule = kRules[static_cast<std::size_t>(keep)];
  if ((file.st_mode & rule.forbidden) != 0)
    return Error{ExitCode::kNoPermission, path + ": " + rule.who_can + "; " + rule.remedy + path};
  if (static_cast<std::size_t>(file.st_size) > limit_bytes)
    return Error{ExitCode::kBadConfig, path + ": longer than the limit of " + std::to_string(limit_bytes) + " bytes"};
  return {};
}

Error unreadable(const std::string& path, int reason) {
  return {reason == EACCES ? ExitCode::kNoPermission : ExitCode::kNoInput,
          path + ": cannot be read: " + std::strerror(reason)};
}

}  // namespace

Result<std::string> read_trusted_file(const std::string& path, Keep keep, std::size_t limit_bytes) {
  // Without blocking: a pipe must not hold up the start. What is looked at is what was opened, whoever renames it.
  const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat file {};
  if (!fd || ::fstat(fd.get(), &file) != 0) return unreadable(path, errno);
  if (const auto checked = check(path, file, keep, limit_bytes); !checked) return checked.error();
  std::string text(static_cast<std::size_t>(file.st_size), '\0');
  std::size_t filled = 0;
  while (filled < text.size()) {
    const auto count = ::read(fd.get(), text.data() + filled, text.size() - filled);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return unreadable(path, errno);
    if (count == 0) break;  // it was cut short meanwhile
    filled += static_cast<std::size_t>(count);
  }
  text.resize(filled);
  return text;
}

}  // namespace tripline
