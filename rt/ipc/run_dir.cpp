#include "rt/ipc/run_dir.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <system_error>

#include "rt/ipc/run_dir_trust.hpp"

namespace tripline {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kRigNameBytes = 32;

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
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
  // One that is missing is made here: whether somebody else could have made it first does not matter.
  if (const auto checked = check_run_dir(dir); !checked && checked.error().code == ExitCode::kUsage) return checked;
  std::error_code error;
  fs::create_directories(dir.path.parent_path(), error);
  // With its mode from the first moment, whatever the umask allows besides.
  if (!error && ::mkdir(dir.path.c_str(), 0750) != 0 && errno != EEXIST) error.assign(errno, std::generic_category());
  if (error || !directory_exists(dir.path))
    return Error{ExitCode::kCannotCreate,
                 fmt::format("run directory {}: cannot create it: {}; choose another with --run-dir", dir.path.string(),
                             error ? error.message() : "something else is there")};
  return check_run_dir(dir);
}

Result<void> check_rig_name(const std::string& rig) {
  const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  const bool starts_right = !rig.empty() && rig.front() >= 'a' && rig.front() <= 'z';
  if (starts_right && rig.size() <= kRigNameBytes && std::all_of(rig.begin(), rig.end(), allowed)) return {};
  return Error{ExitCode::kUsage, fmt::format("rig name '{}': use 1 to {} of a-z, 0-9 and '-', starting with a letter",
                                             rig, kRigNameBytes)};
}

}  // namespace tripline
