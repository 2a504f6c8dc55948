#include "shim/app/state_dir.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>

namespace tripline {
namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

}  // namespace

std::filesystem::path find_state_dir(const std::string& rig, const std::string& wanted) {
  namespace fs = std::filesystem;
  if (!wanted.empty()) return fs::absolute(wanted);
  if (const auto given = environment("STATE_DIRECTORY"); !given.empty()) return given;
  if (::getuid() == 0) return fs::path("/var/lib/tripline") / rig;
  if (const auto state = environment("XDG_STATE_HOME"); !state.empty()) return fs::path(state) / "tripline" / rig;
  if (const auto home = environment("HOME"); !home.empty()) return fs::path(home) / ".local/state/tripline" / rig;
  return fs::path(fmt::format("/tmp/tripline-{}/state", ::getuid())) / rig;
}

}  // namespace tripline
