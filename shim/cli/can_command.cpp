#include "shim/cli/can_command.hpp"

#include <cstdio>
#include <memory>

#include "shim/cli/can_decode.hpp"

namespace tripline {

void add_can_commands(CLI::App& app, Command& chosen) {
  auto* can = app.add_subcommand("can", "Work with CAN logs");
  can->require_subcommand(1);
  auto options = std::make_shared<CanDecodeOptions>();
  auto* decode = can->add_subcommand("decode", "Print a log with the names and values that DBC files give it");
  decode->add_option("--dbc", options->dbc, "DBC files; where they have the same id, the last one decodes")->required();
  decode->add_option("--log", options->log, "Log as candump -l writes it; - is standard input")->required();
  decode->add_flag("--json", options->json, "One JSON object a line");
  decode->callback([options, &chosen] { chosen = [options] { return can_decode(*options, stdout); }; });
}

}  // namespace tripline
