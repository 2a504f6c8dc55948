#include "shim/lifecycle/rig_registry.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <grp.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <memory>
#include <system_error>
#include <thread>
#include <utility>

#include "rt/base/limits.hpp"
#include "rt/base/time.hpp"
#include "rt/ipc/run_dir.hpp"
#include "shim/lifecycle/rig_units.hpp"

namespace tripline {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr const char* kEnvFile = "rig.env";
constexpr const char* kRemovedFile = "rig.env.removed";
constexpr const char* kModeFile = "50-mode.conf";
constexpr const char* kSafeLine = "Restart=no";
constexpr const char* kGroup = "tripline";
constexpr mode_t kDirMode = 0750;  // calibration and tokens' neighbours are nobody else's business
constexpr mode_t kFileMode = 0640;

Error cannot(const char* what, const fs::path& path, int error) {
  const bool denied = error == EACCES || error == EPERM || error == EROFS;
  return {denied ? ExitCode::kNoPermission : ExitCode::kCannotCreate,
          fmt::format("{}: cannot be {}: {}{}", path.string(), what, std::strerror(error),
                      denied ? "; run it with sudo" : "")};
}

Result<void> make_directories(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  return error ? Result<void>(cannot("made", path, error.value())) : Result<void>();
}

/// From the file itself: in an image it is not the running machine's.
std::optional<gid_t> group_in(const fs::path& root) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen((root / "etc/group").c_str(), "re"),
                                                             &std::fclose);
  if (!file) return std::nullopt;
  while (const auto* group = ::fgetgrent(file.get()))
    if (std::string_view(group->gr_name) == kGroup) return group->gr_gid;
  return std::nullopt;
}

/// To root and the group tripline, where this process may give it away.
bool hand_over(const fs::path& path, mode_t mode, const fs::path& root) {
  if (::chmod(path.c_str(), mode) != 0) return false;
  if (::geteuid() != 0) return true;
  return ::chown(path.c_str(), 0, group_in(root).value_or(0)) == 0;
}

/// On the disk, not only in memory: after a power cut it is there whole, or not at all.
Result<void> write_whole(const fs::path& path, const std::string& text, mode_t mode) {
  const UniqueFd fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode));
  if (!fd || ::fchmod(fd.get(), mode) != 0 ||
      ::write(fd.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size()) || ::fsync(fd.get()) != 0)
    return cannot("written", path, errno);
  return {};
}

Result<void> move(const fs::path& from, const fs::path& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) return cannot("renamed", from, errno);
  const UniqueFd dir(::open(to.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!dir || ::fsync(dir.get()) != 0) return cannot("written", to.parent_path(), errno);
  return {};
}

Result<void> replace_file(const fs::path& path, const std::string& text, mode_t mode, const fs::path& root) {
  auto fresh = path;
  fresh += ".new";
  if (auto written = write_whole(fresh, text, mode); !written) return written;
  if (!hand_over(fresh, mode, root)) return cannot("given to the group tripline", fresh, errno);
  return move(fresh, path);
}

Result<void> remove_tree(const fs::path& path) {
  std::error_code error;
  fs::remove_all(path, error);
  return error ? Result<void>(cannot("removed", path, error.value())) : Result<void>();
}

}  // namespace

std::string_view to_text(RigMode mode) noexcept { return mode == RigMode::kSafe ? "safe" : "production"; }

std::optional<RigMode> rig_mode_from(std::string_view text) noexcept {
  for (const auto mode : {RigMode::kProduction, RigMode::kSafe})
    if (to_text(mode) == text) return mode;
  return std::nullopt;
}

fs::path RigRegistry::config_dir(const std::string& name) const { return root_ / "etc/tripline" / name; }

fs::path RigRegistry::drop_in_dir(std::string_view unit, const std::string& name) const {
  return root_ / "etc/systemd/system" / (systemd_unit_name(unit, name) + ".d");
}

Result<UniqueFd> RigRegistry::lock() const {
  const auto path = config_dir(".lock");
  if (const auto made = make_directories(path.parent_path()); !made) return made.error();
  UniqueFd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!fd) return cannot("opened", path, errno);
  for (const auto until = MonoClock::now() + limits::kRegistryWait; ::flock(fd.get(), LOCK_EX | LOCK_NB) != 0;) {
    if (MonoClock::now() >= until)
      return Error{ExitCode::kInUse, fmt::format("{}: another command changes the rigs of this machine; wait for it, "
                                                 "`sudo fuser -v {}` names it",
                                                 path.string(), path.string())};
    std::this_thread::sleep_for(20ms);
  }
  return fd;
}

Result<std::vector<RegisteredRig>> RigRegistry::rigs() const {
  std::vector<RegisteredRig> rigs;
  std::error_code error;
  const auto dir = config_dir({});
  for (fs::directory_iterator entry(dir, error), end; !error && entry != end; entry.increment(error)) {
    const auto name = entry->path().filename().string();
    struct stat file {};
    if (!check_rig_name(name)) continue;
    if (::stat((entry->path() / kEnvFile).c_str(), &file) != 0 && errno != EACCES) continue;
    rigs.push_back({name, read_rig_env(entry->path() / kEnvFile), mode_of(name)});
  }
  if (error && error != std::errc::no_such_file_or_directory) return cannot("read", dir, error.value());
  std::sort(rigs.begin(), rigs.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return rigs;
}

std::optional<RigEnv> RigRegistry::formerly(const std::string& name) const {
  const auto env = read_rig_env(config_dir(name) / kRemovedFile);
  return env ? std::optional(*env) : std::nullopt;
}

Result<void> RigRegistry::add(const std::string& name, const RigEnv& env) const {
  const auto dir = config_dir(name);
  std::error_code ignored;
  if (!fs::is_directory(dir, ignored)) return add_directory(name, env);
  if (!hand_over(dir, kDirMode, root_)) return cannot("given to the group tripline", dir, errno);
  if (auto written = replace_file(dir / kEnvFile, to_text(env), kFileMode, root_); !written) return written;
  fs::remove(dir / kRemovedFile, ignored);
  return {};
}

/// Made beside its place, whole, and moved there. What a killed command left has the same name, and is made anew.
Result<void> RigRegistry::add_directory(const std::string& name, const RigEnv& env) const {
  const auto fresh = config_dir("." + name + ".new");
  if (auto removed = remove_tree(fresh); !removed) return removed;
  if (auto made = make_directories(fresh); !made) return made;
  auto done = replace_file(fresh / kEnvFile, to_text(env), kFileMode, root_);
  if (done && !hand_over(fresh, kDirMode, root_)) done = cannot("given to the group tripline", fresh, errno);
  if (done) done = move(fresh, config_dir(name));
  if (!done) {
    [[maybe_unused]] const auto ignored = remove_tree(fresh);
  }
  return done;
}

Result<void> RigRegistry::remove(const std::string& name, bool purge) const {
  const auto dir = config_dir(name);
  if (auto forgotten = move(dir / kEnvFile, dir / kRemovedFile); !forgotten || !purge) return forgotten;
  for (const auto unit : kRigUnits)
    if (auto removed = remove_tree(drop_in_dir(unit, name)); !removed) return removed;
  return remove_tree(dir);
}

Result<void> RigRegistry::set_mode(const std::string& name, RigMode mode) const {
  const auto dir = drop_in_dir("core", name);
  if (mode == RigMode::kProduction) {
    if (auto removed = remove_tree(dir / kModeFile); !removed) return removed;
    ::rmdir(dir.c_str());  // other drop-ins keep it
    return {};
  }
  if (auto made = make_directories(dir); !made) return made;
  const auto text = fmt::format(
      "# Safe (development) mode: a core that has ended is looked at, not started again.\n"
      "# `tripline rig mode {} production` takes it back.\n[Service]\n{}\n",
      name, kSafeLine);
  if (auto written = write_whole(dir / "50-mode.new", text, 0644); !written) return written;
  return move(dir / "50-mode.new", dir / kModeFile);
}

RigMode RigRegistry::mode_of(const std::string& name) const {
  std::ifstream file(drop_in_dir("core", name) / kModeFile);
  for (std::string line; std::getline(file, line);)
    if (line == kSafeLine) return RigMode::kSafe;
  return RigMode::kProduction;
}

}  // namespace tripline
