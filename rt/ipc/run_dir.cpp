#include "rt/ipc/run_dir.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <vector>

namespace tripline {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kSocketPathBytes = sizeof(sockaddr_un{}.sun_path) - 1;
constexpr std::size_t kRigNameBytes = 32;

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

bool is_one_of_our_groups(gid_t group) {
  std::vector<gid_t> groups(static_cast<std::size_t>(std::max(::getgroups(0, nullptr), 0)));
  const int count = ::getgroups(static_cast<int>(groups.size()), groups.data());
  groups.resize(static_cast<std::size_t>(std::max(count, 0)));
  return group == ::getegid() || std::find(groups.begin(), groups.end(), group) != groups.end();
}

/// Whoever may write there can put sockets of their own in the place of the rig's.
Result<void> check_owner(const fs::path& path) {
  struct stat dir {};
  if (::stat(path.c_str(), &dir) != 0) return {};
  const bool others_write = (dir.st_mode & S_IWOTH) != 0 && (dir.st_mode & S_ISVTX) == 0;
  const bool is_trusted =
      dir.st_uid == ::geteuid() || dir.st_uid == 0 || ::geteuid() == 0 || is_one_of_our_groups(dir.st_gid);
  if (is_trusted && !others_write) return {};
  return Error{ExitCode::kNoPermission,
               fmt::format("run directory {}: {}; choose another with --run-dir{}", path.string(),
                           others_write ? std::string("everybody may write there")
                                        : fmt::format("belongs to another user (uid {})", dir.st_uid),
                           others_write ? ", or chmod o-w it" : "")};
}

bool directory_exists(const fs::path& path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored);
}

}  // namespace

RunDir find_run_dir(const std::string& rig, const std::string& wanted) {
  if (!wanted.empty()) return {fs::absolute(wanted)};
  if (const auto set = environment("TRIPLINE_RUN_DIR"); !set.empty()) return {fs::absolute(set)};
  const fs::path system = fs::path("/run/tripline") / rig;
  if (::getuid() == 0 || directory_exists(system)) return {system};
  if (const auto user = environment("XDG_RUNTIME_DIR"); !user.empty()) return {fs::path(user) / "tripline" / rig};
  return {fs::path(fmt::format("/tmp/tripline-{}", ::getuid())) / rig};
}

std::filesystem::path find_state_dir(const std::string& rig, const std::string& wanted) {
  if (!wanted.empty()) return fs::absolute(wanted);
  if (const auto given = environment("STATE_DIRECTORY"); !given.empty()) return given;
  if (::getuid() == 0) return fs::path("/var/lib/tripline") / rig;
  if (const auto state = environment("XDG_STATE_HOME"); !state.empty()) return fs::absolute(state) / "tripline" / rig;
  if (const auto home = environment("HOME"); !home.empty()) return fs::absolute(home) / ".local/state/tripline" / rig;
  return fs::path(fmt::format("/tmp/tripline-{}", ::getuid())) / "state" / rig;
}

Result<void> make_run_dir(const RunDir& dir) {
  if (const auto longest = (dir.path / "control.sock").string(); longest.size() > kSocketPathBytes)
    return Error{ExitCode::kUsage,
                 fmt::format("run directory {}: the path is too long for a Unix socket ({} of {} bytes); "
                             "choose a shorter one with --run-dir",
                             dir.path.string(), longest.size(), kSocketPathBytes)};
  std::error_code error;
  fs::create_directories(dir.path.parent_path(), error);
  // With its mode from the first moment, whatever the umask allows besides.
  if (!error && ::mkdir(dir.path.c_str(), 0750) != 0 && errno != EEXIST) error.assign(errno, std::generic_category());
  if (error || !directory_exists(dir.path))
    return Error{ExitCode::kCannotCreate,
                 fmt::format("run directory {}: cannot create it: {}; choose another with --run-dir", dir.path.string(),
                             error ? error.message() : "something else is there")};
  for (const auto& path : {dir.path.parent_path(), dir.path})
    if (const auto checked = check_owner(path); !checked) return checked.error();
  return {};
}

Result<void> check_rig_name(const std::string& rig) {
  const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  const bool starts_right = !rig.empty() && rig.front() >= 'a' && rig.front() <= 'z';
  if (starts_right && rig.size() <= kRigNameBytes && std::all_of(rig.begin(), rig.end(), allowed)) return {};
  return Error{ExitCode::kUsage, fmt::format("rig name '{}': use 1 to {} of a-z, 0-9 and '-', starting with a letter",
                                             rig, kRigNameBytes)};
}

}  // namespace tripline
