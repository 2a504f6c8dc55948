// The `tripline` command: one function per family of commands adds what it can do; the one that was asked for runs.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "shim/cli/can_command.hpp"
#include "shim/cli/command.hpp"
#include "shim/cli/config_command.hpp"
#include "shim/cli/control_command.hpp"
#include "shim/cli/doctor_command.hpp"
#include "shim/cli/keys_command.hpp"
#include "shim/cli/replay_command.hpp"
#include "shim/cli/rig_command.hpp"
#include "shim/cli/status_command.hpp"
#include "shim/cli/token_command.hpp"
#include "shim/cli/watch_command.hpp"

namespace {

using tripline::ExitCode;

int fail(ExitCode code, std::string message) {
  std::replace(message.begin(), message.end(), '\n', ' ');
  if (!message.empty()) fmt::print(stderr, "tripline: {}\n", message);
  return static_cast<int>(code);
}

int run(const tripline::Command& chosen) {
  const auto result = chosen();
  return result ? 0 : fail(result.error().code, result.error().message);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Tripline: motion to strobe in microseconds, CAN on the same clock", "tripline");
  tripline::Command chosen;
  app.set_version_flag("--version", TRIPLINE_VERSION);
  app.require_subcommand(1);
  tripline::add_rig_commands(app, chosen);
  tripline::add_status_command(app, chosen);
  tripline::add_doctor_command(app, chosen);
  tripline::add_watch_command(app, chosen);
  tripline::add_control_commands(app, chosen);
  tripline::add_replay_command(app, chosen);
  tripline::add_can_commands(app, chosen);
  tripline::add_config_command(app, chosen);
  tripline::add_token_command(app, chosen);
  tripline::add_keys_command(app, chosen);
  try {
    app.parse(argc, argv);
    return run(chosen);
  } catch (const CLI::Success& help_or_version) {
    return app.exit(help_or_version);
  } catch (const CLI::ParseError& error) {
    return fail(ExitCode::kUsage, fmt::format("{}; see `tripline --help`", error.what()));
  } catch (const std::exception& error) {
    return fail(ExitCode::kFailure, error.what());
  }
}
