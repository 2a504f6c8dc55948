#include "shim/cli/rig_add.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>

#include "rt/ipc/run_dir.hpp"
#include "rt/settings/profile.hpp"
#include "shim/cli/port_holder.hpp"
#include "shim/cli/rig_machine.hpp"
#include "shim/cli/rig_port.hpp"
#include "shim/lifecycle/rig_services.hpp"

namespace tripline {
namespace {

/// Errors: kInUse; kBadConfig where another rig's port cannot be known.
Result<void> check_is_new(const std::vector<RegisteredRig>& rigs, const std::string& name) {
  for (const auto& rig : rigs) {
    if (rig.name == name)
      return Error{ExitCode::kInUse, fmt::format("rig {} is there already; choose another name, or see what it is with "
                                                 "`tripline rig list`",
                                                 name)};
    if (!rig.env) return rig.env.error();
  }
  return {};
}

/// What the rig's file is to say.
Result<RigEnv> plan(const RigMachine& machine, const std::vector<RegisteredRig>& rigs, const RigAddOptions& options) {
  const auto formerly = machine.registry().formerly(options.name);
  RigEnv env;
  env.profile = !options.profile.empty() ? options.profile : formerly ? formerly->profile : "demo";
  if (const auto named = check_profile_name(env.profile); !named) return named.error();
  if (const auto found = find_profile(machine.registry().config_dir(options.name), env.profile); !found)
    return found.error();
  RigPortWish wish{options.port, {}};
  if (formerly) wish.formerly = formerly->port;
  const auto nobody = [](std::uint16_t) { return std::string(); };
  const auto port = choose_rig_port(rigs, wish, machine.is_this_one() ? PortHolder(port_holder) : PortHolder(nobody));
  if (!port) return port.error();
  env.port = *port;
  return env;
}

void say_added(const RigMachine& machine, const RigAddOptions& options, const RigEnv& env, const std::string& what) {
  fmt::print("rig {} is added (profile {}, port {}, {} mode){}\n", options.name, env.profile, env.port,
             to_text(machine.registry().mode_of(options.name)), what);
}

/// As it was before.
void take_back(const RigRegistry& registry, const std::string& name, bool was_there) {
  [[maybe_unused]] const auto as_good_as_it_gets = registry.remove(name, !was_there);
}

Result<void> enable_and_start(const RigMachine& machine, const RigAddOptions& options, const RigEnv& env,
                              bool was_there) {
  auto services = RigServices::open(options.name);
  auto enabled = services ? services->enable() : Result<void>(services.error());
  if (!enabled) {
    take_back(machine.registry(), options.name, was_there);
    return Error{enabled.error().code, fmt::format("rig {} is not added: {}", options.name, enabled.error().message)};
  }
  if (options.no_start) {
    say_added(machine, options, env, "; it starts with the machine");
    return {};
  }
  const auto failures = services->start();
  say_added(machine, options, env, fmt::format(": http://127.0.0.1:{}/", env.port));
  for (const auto& failure : failures) fmt::print(stderr, "{}\n", failure);
  return failures.empty() ? Result<void>() : Result<void>(Error{ExitCode::kSystem, ""});
}

}  // namespace

Result<void> rig_add(const RigAddOptions& options) {
  if (auto named = check_rig_name(options.name); !named) return named;
  const RigMachine machine(options.root);
  const auto& registry = machine.registry();
  if (auto may = machine.check_may_change("rig add " + options.name); !may) return may;
  const auto lock = registry.lock();
  if (!lock) return lock.error();
  const auto rigs = registry.rigs();
  if (!rigs) return rigs.error();
  if (auto is_new = check_is_new(*rigs, options.name); !is_new) return is_new;
  const auto env = plan(machine, *rigs, options);
  if (!env) return env.error();
  std::error_code ignored;
  const bool was_there = std::filesystem::exists(registry.config_dir(options.name), ignored);
  if (auto added = registry.add(options.name, *env); !added) return added;
  if (!options.mode.empty())
    if (auto set = registry.set_mode(options.name, *rig_mode_from(options.mode)); !set) {
      take_back(registry, options.name, was_there);
      return set;
    }
  if (machine.has_systemd()) return enable_and_start(machine, options, *env, was_there);
  const auto by_hand = fmt::format("; systemd does not run here: tripline rig run --rig {} --profile {} --port {}",
                                   options.name, env->profile, env->port);
  say_added(machine, options, *env, machine.is_this_one() ? by_hand : std::string());
  return {};
}

}  // namespace tripline
