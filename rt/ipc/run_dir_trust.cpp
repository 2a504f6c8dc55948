#include "rt/ipc/run_dir_trust.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <vector>

namespace tripline {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kSocketPathBytes = sizeof(sockaddr_un{}.sun_path) - 1;

bool is_one_of_our_groups(gid_t group) {
  std::vector<gid_t> groups(static_cast<std::size_t>(std::max(::getgroups(0, nullptr), 0)));
  const int count = ::getgroups(static_cast<int>(groups.size()), groups.data());
  groups.resize(static_cast<std::size_t>(std::max(count, 0)));
  return group == ::getegid() || std::find(groups.begin(), groups.end(), group) != groups.end();
}

Error refused(const fs::path& path, const std::string& why, const char* remedy = "") {
  return {ExitCode::kNoPermission,
          fmt::format("run directory {}: {}; choose another with --run-dir{}", path.string(), why, remedy)};
}

/// Whoever may write there can put sockets of their own in the place of the rig's. In a sticky directory they cannot
/// replace what is there.
Result<void> check_owner(const fs::path& path, const struct stat& dir) {
  if ((dir.st_mode & S_IWOTH) != 0 && (dir.st_mode & S_ISVTX) == 0)
    return refused(path, "everybody may write there", ", or chmod o-w it");
  const bool is_trusted =
      dir.st_uid == ::geteuid() || dir.st_uid == 0 || ::geteuid() == 0 || is_one_of_our_groups(dir.st_gid);
  return is_trusted ? Result<void>() : refused(path, fmt::format("belongs to another user (uid {})", dir.st_uid));
}

/// Of a directory that is missing: `nearest` is the one it would be made in.
Result<void> check_maker(const fs::path& missing, const fs::path& nearest, const struct stat& dir) {
  if ((dir.st_mode & S_IWOTH) == 0) return check_owner(nearest, dir);
  return Error{ExitCode::kUnavailable,
               fmt::format("run directory {}: is not there, and everybody could make it in {}; start the rig first, or "
                           "choose another with --run-dir",
                           missing.string(), nearest.string())};
}

}  // namespace

Result<void> check_run_dir(const RunDir& dir) {
  if (const auto longest = (dir.path / "control.sock").string(); longest.size() > kSocketPathBytes)
    return Error{ExitCode::kUsage,
                 fmt::format("run directory {}: the path is too long for a Unix socket ({} of {} bytes); "
                             "choose a shorter one with --run-dir",
                             dir.path.string(), longest.size(), kSocketPathBytes)};
  struct stat entry {};
  auto at = dir.path;
  while (::stat(at.c_str(), &entry) != 0 && at != at.parent_path()) at = at.parent_path();
  if (!S_ISDIR(entry.st_mode))
    return Error{ExitCode::kCannotCreate, fmt::format("run directory {}: something else is there; choose another with "
                                                      "--run-dir",
                                                      at.string())};
  if (at != dir.path) return check_maker(dir.path, at, entry);
  if (auto checked = check_owner(at, entry); !checked) return checked;
  const auto parent = at.parent_path();
  return ::stat(parent.c_str(), &entry) == 0 ? check_owner(parent, entry) : Result<void>();
}

}  // namespace tripline
