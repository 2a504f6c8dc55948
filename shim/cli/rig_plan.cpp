#include "shim/cli/rig_plan.hpp"

#include <unistd.h>

#include <cstdlib>

namespace tripline {
namespace {

namespace fs = std::filesystem;

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

void add(std::vector<std::string>& command, const char* option, const std::string& value) {
  if (!value.empty()) command.insert(command.end(), {option, value});
}

}  // namespace

fs::path find_state_dir(const std::string& rig, const std::string& wanted) {
  if (!wanted.empty()) return fs::absolute(wanted);
  if (::getuid() == 0) return fs::path("/var/lib/tripline") / rig;
  if (const auto state = environment("XDG_STATE_HOME"); !state.empty()) return fs::absolute(state) / "tripline" / rig;
  if (const auto home = environment("HOME"); !home.empty()) return fs::absolute(home) / ".local/state/tripline" / rig;
  return fs::path("/tmp/tripline-" + std::to_string(::getuid())) / "state" / rig;
}

std::vector<UnitPlan> plan_units(const RigRunOptions& options, const fs::path& programs, const RunDir& run_dir,
                                 const fs::path& state_dir, std::uint16_t port) {
  const auto unit = [&](const char* name, const char* program, Capabilities capabilities) {
    return UnitPlan{
        name, {(programs / program).string(), "--rig", options.rig, "--run-dir", run_dir.path.string()}, capabilities};
  };
  auto core = unit("core", "tripline-rt", Capabilities::kKeep);
  add(core.command, "--state-dir", state_dir.string());
  add(core.command, "--config-dir", options.config_dir);
  add(core.command, "--profile", options.profile);
  add(core.command, "--frames", options.frames);
  add(core.command, "--can-log", options.can_log);
  for (const auto& dbc : options.dbc) add(core.command, "--dbc", dbc);
  for (const auto& set : options.set) add(core.command, "--set", set);
  auto log = unit("log", "tripline-log", Capabilities::kDrop);
  add(log.command, "--state-dir", state_dir.string());
  auto web = unit("web", "tripline-web", Capabilities::kDrop);
  add(web.command, "--port", std::to_string(port));
  return {core, log, web};
}

}  // namespace tripline
