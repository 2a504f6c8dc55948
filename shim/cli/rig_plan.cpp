#include "shim/cli/rig_plan.hpp"

#include <fmt/format.h>

namespace tripline {
namespace {

namespace fs = std::filesystem;

void add(std::vector<std::string>& command, const char* option, const std::string& value) {
  if (!value.empty()) command.insert(command.end(), {option, value});
}

}  // namespace

std::vector<UnitPlan> plan_units(const RigRunOptions& options, const fs::path& programs, const RunDir& run_dir,
                                 const fs::path& state_dir, std::uint16_t port) {
  const auto unit = [&](const char* name, const char* program, Capabilities capabilities) {
    return UnitPlan{name,
                    {(programs / program).string(), "--rig", options.rig, "--run-dir", run_dir.path.string()},
                    capabilities,
                    state_dir / "log" / fmt::format("{}.log", name)};
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
  add(web.command, "--state-dir", state_dir.string());
  add(web.command, "--config-dir", options.config_dir);
  add(web.command, "--port", std::to_string(port));
  add(web.command, "--token-file", options.token_file);
  for (const auto& host : options.hosts) add(web.command, "--host", host);
  for (const auto& origin : options.origins) add(web.command, "--origin", origin);
  return {core, log, web};
}

}  // namespace tripline
