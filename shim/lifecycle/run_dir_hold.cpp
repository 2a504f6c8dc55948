#include "shim/lifecycle/run_dir_hold.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace tripline {
namespace {

namespace fs = std::filesystem;

constexpr const char* kLockName = "supervisor.lock";
constexpr std::array kOwnFiles{"core.state", "core.pid", "core.summary.json", "log.state",      "log.pid",
                               "web.state",  "web.pid",  "notify.sock",       "supervisor.sock"};
constexpr std::array kCoreFiles{"events.sock", "control.sock", "core.lock", "guard.lines", "sim-lines"};

std::optional<fs::path> first_missing(const fs::path& path) {
  std::optional<fs::path> missing;
  for (auto at = path; !at.empty() && !fs::exists(fs::symlink_status(at)); at = at.parent_path()) missing = at;
  return missing;
}

/// True when `path` still names the open file: a holder that ends removes the file, and a lock on a removed file is
/// none.
bool is_same_file(int fd, const fs::path& path) {
  struct stat opened {};
  struct stat named {};
  return ::fstat(fd, &opened) == 0 && ::stat(path.c_str(), &named) == 0 && opened.st_ino == named.st_ino &&
         opened.st_dev == named.st_dev;
}

std::string holder_of(int fd) {
  std::array<char, 32> text{};
  const auto size = ::pread(fd, text.data(), text.size() - 1, 0);
  return size > 0 ? std::string(text.data(), static_cast<std::size_t>(size)) : "unknown";
}

Result<UniqueFd> lock(const fs::path& path) {
  for (;;) {
    UniqueFd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640));
    if (!fd)
      return Error{ExitCode::kCannotCreate, fmt::format("{}: cannot be made: {}; make the run directory writable",
                                                        path.string(), std::strerror(errno))};
    if (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0)
      return Error{ExitCode::kInUse,
                   fmt::format("{}: this rig runs already, supervised by process {}; stop that one, or "
                               "choose another rig with --rig",
                               path.parent_path().string(), holder_of(fd.get()))};
    if (!is_same_file(fd.get(), path)) continue;
    const auto pid = std::to_string(::getpid());
    [[maybe_unused]] const int cut = ::ftruncate(fd.get(), 0);
    [[maybe_unused]] const auto written = ::pwrite(fd.get(), pid.data(), pid.size(), 0);
    return fd;
  }
}

/// A core that was started by hand in the same directory keeps its files.
bool core_runs(const fs::path& core_lock) {
  const UniqueFd fd(::open(core_lock.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  return fd && ::flock(fd.get(), LOCK_EX | LOCK_NB) != 0;
}

void remove_made(fs::path path, const fs::path& first_made) {
  while (::rmdir(path.c_str()) == 0 && path != first_made) path = path.parent_path();
}

}  // namespace

Result<RunDirHold> RunDirHold::acquire(const RunDir& dir) {
  const auto missing = first_missing(dir.path);
  if (auto made = make_run_dir(dir); !made) return made.error();
  auto held = lock(dir.path / kLockName);
  if (!held) return held.error();
  return RunDirHold(dir, missing, std::move(*held));
}

RunDirHold::~RunDirHold() {
  if (!lock_) return;
  for (const char* name : kOwnFiles) ::unlink((dir_.path / name).c_str());
  if (!core_runs(dir_.core_lock()))
    for (const char* name : kCoreFiles) ::unlink((dir_.path / name).c_str());
  ::unlink((dir_.path / kLockName).c_str());
  if (first_made_) remove_made(dir_.path, *first_made_);
}

}  // namespace tripline
