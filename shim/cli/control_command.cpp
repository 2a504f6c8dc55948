#include "shim/cli/control_command.hpp"

#include <array>
#include <cstdio>
#include <memory>

#include "shim/bus/control_client.hpp"

namespace tripline {
namespace {

enum class Takes : std::uint8_t { kNothing, kMaybePath, kPathAndValue, kValue, kMaybeValue };

struct Row {
  const char* name;
  wire::Verb verb;
  Takes takes;
  const char* help;
  const char* value_help;
};

constexpr std::array kRows{
    Row{"arm", wire::Verb::arm, Takes::kNothing, "Arm the trigger once the scene is still", ""},
    Row{"disarm", wire::Verb::disarm, Takes::kNothing, "Disarm the trigger", ""},
    Row{"fire", wire::Verb::fire, Takes::kNothing, "Fire once, now", ""},
    Row{"test-pulse", wire::Verb::test_pulse, Takes::kMaybeValue, "Play the strobe's pattern once; only while disarmed",
        "Line that makes one pulse; default: the whole pattern"},
    Row{"set", wire::Verb::set, Takes::kPathAndValue, "Override a field of the configuration", "New value, as JSON"},
    Row{"reset", wire::Verb::reset, Takes::kMaybePath, "Take back the override of a field, or all overrides", ""},
    Row{"get", wire::Verb::get, Takes::kMaybePath, "A field of the configuration in force, or all of it", ""},
    Row{"ping", wire::Verb::ping, Takes::kNothing, "Version of the core that answers", ""},
    Row{"log-level", wire::Verb::log_level, Takes::kValue, "How much the core logs", "debug, info, warning or error"},
    Row{"lamp", wire::Verb::lamp, Takes::kValue, "Switch the lamp of the simulated scene", "Gain, e.g. 1.3"},
    Row{"poke", wire::Verb::poke, Takes::kValue, "Set the level of the simulated input", "0, 1 or pulse"},
};

struct ControlOptions {
  RigOptions rig;
  std::string path;
  std::string value;
};

Result<void> control(wire::Verb verb, const ControlOptions& options) {
  const auto run_dir = run_dir_of(options.rig);
  if (!run_dir) return run_dir.error();
  const auto reply = ControlClient(*run_dir).request(verb, options.path, options.value);
  if (!reply) return reply.error();
  std::puts(reply->empty() ? "ok" : reply->c_str());
  return {};
}

void add_row(CLI::App& app, const Row& row, Command& chosen) {
  auto options = std::make_shared<ControlOptions>();
  auto* command = app.add_subcommand(row.name, row.help);
  add_rig_options(*command, options->rig);
  const bool path_required = row.takes == Takes::kPathAndValue;
  if (path_required || row.takes == Takes::kMaybePath)
    command->add_option("path", options->path, "Field, e.g. trigger.threshold")->required(path_required);
  const bool value_required = path_required || row.takes == Takes::kValue;
  if (value_required || row.takes == Takes::kMaybeValue)
    command->add_option("value", options->value, row.value_help)->required(value_required);
  command->callback(
      [&chosen, options, verb = row.verb] { chosen = [options, verb] { return control(verb, *options); }; });
}

}  // namespace

void add_control_commands(CLI::App& app, Command& chosen) {
  for (const Row& row : kRows) add_row(app, row, chosen);
}

}  // namespace tripline
