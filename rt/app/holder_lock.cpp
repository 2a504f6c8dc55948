#include "rt/app/holder_lock.hpp"

#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <ctime>

namespace tripline {
namespace {

constexpr mode_t kReadableByAll = 0644;  // whoever is refused may read who holds it

std::string read_holder(int fd) {
  std::array<char, 256> text{};
  const auto size = ::pread(fd, text.data(), text.size() - 1, 0);
  return size > 0 ? std::string(text.data(), static_cast<std::size_t>(size)) : "an unknown process";
}

void write_holder(int fd, const std::string& rig, const std::string& profile) {
  const auto text = fmt::format("pid {}, rig {}, profile {}, since {:%Y-%m-%dT%H:%M:%SZ}", ::getpid(), rig, profile,
                                fmt::gmtime(std::time(nullptr)));
  ::fchmod(fd, kReadableByAll);  // whatever the umask of who made it
  if (::ftruncate(fd, 0) != 0 || ::pwrite(fd, text.data(), text.size(), 0) < 0) return;  // the lock holds all the same
}

/// False when the file was removed or replaced between open and lock.
bool is_still_there(int fd, const std::filesystem::path& file) {
  struct stat opened {
  }, named{};
  return ::fstat(fd, &opened) == 0 && ::stat(file.c_str(), &named) == 0 && opened.st_ino == named.st_ino;
}

/// What is there is opened, or else made. Not in one call: where fs.protected_regular is set, O_CREAT is refused in
/// /run/lock for a file of somebody else, even to root (proc(5)).
UniqueFd open_or_make(const std::filesystem::path& file) {
  constexpr int kFlags = O_RDWR | O_CLOEXEC | O_NOFOLLOW;
  UniqueFd fd(::open(file.c_str(), kFlags));
  if (fd || errno != ENOENT) return fd;
  return UniqueFd(::open(file.c_str(), kFlags | O_CREAT | O_EXCL, kReadableByAll));
}

Error held_by(int fd, const std::string& what) {
  return {ExitCode::kInUse, fmt::format("{} is held by {}; stop that one first", what, read_holder(fd))};
}

/// Why the lock cannot be opened: for a file of another user, its holder; a lock needs no right to write.
Error why_closed(const std::filesystem::path& file, const std::string& what, int error) {
  const UniqueFd fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  struct stat entry {};
  if (error != EACCES || !fd || ::fstat(fd.get(), &entry) != 0)
    return {ExitCode::kCannotCreate,
            fmt::format("{}: cannot open the lock {}: {}", what, file.string(), std::strerror(error))};
  if (::flock(fd.get(), LOCK_SH | LOCK_NB) != 0) return held_by(fd.get(), what);
  return {ExitCode::kNoPermission,
          fmt::format("{}: the lock {} is a leftover of another user (uid {}) and nobody holds it; remove it with "
                      "`sudo rm {}`",
                      what, file.string(), entry.st_uid, file.string())};
}

}  // namespace

Result<HolderLock> HolderLock::acquire(const std::filesystem::path& file, const std::string& what,
                                       const std::string& rig, const std::string& profile) {
  while (true) {
    auto fd = open_or_make(file);
    if (!fd && errno == EEXIST) continue;  // another one made it in between
    if (!fd) return why_closed(file, what, errno);
    if (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) return held_by(fd.get(), what);
    if (!is_still_there(fd.get(), file)) continue;
    write_holder(fd.get(), rig, profile);
    return HolderLock(file, std::move(fd));
  }
}

HolderLock::~HolderLock() {
  if (fd_) ::unlink(file_.c_str());
}

std::filesystem::path device_lock_file(const std::string& device) {
  std::string name = device;
  for (auto& c : name)
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '-') c = '_';
  return "/run/lock/tripline-" + name + ".lock";
}

}  // namespace tripline
