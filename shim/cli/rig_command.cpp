#include "shim/cli/rig_command.hpp"

#include <memory>

#include "shim/cli/rig_add.hpp"
#include "shim/cli/rig_list.hpp"
#include "shim/cli/rig_mode.hpp"
#include "shim/cli/rig_remove.hpp"
#include "shim/cli/rig_run_command.hpp"

namespace tripline {
namespace {

/// Not a thing to be seen by who runs a rig.
void add_root_option(CLI::App& command, std::string& root) {
  command.add_option("--root", root, "A directory that stands for /: an image's, a test's; no systemd is asked then")
      ->group("");
}

void add_mode_option(CLI::Option& option) { option.check(CLI::IsMember({"safe", "production"})); }

void add_rig_add(CLI::App& rig, Command& chosen) {
  auto options = std::make_shared<RigAddOptions>();
  auto* command = rig.add_subcommand("add", "Another rig on this machine: its directory, its port, its units");
  command->add_option("name", options->name, "Name of the rig, as its units have it")->required();
  command->add_option("--profile", options->profile, "Configuration the core starts with; default: demo");
  command->add_option("--port", options->port, "Port of the page; default: the next free one from 8080 on");
  add_mode_option(*command->add_option("--mode", options->mode,
                                       "safe: a core that has ended is not started again (default: production)"));
  command->add_flag("--no-start", options->no_start, "It starts with the machine, not now");
  add_root_option(*command, options->root);
  command->callback([&chosen, options] { chosen = [options] { return rig_add(*options); }; });
}

void add_rig_list(CLI::App& rig, Command& chosen) {
  auto options = std::make_shared<RigListOptions>();
  auto* command = rig.add_subcommand("list", "The rigs of this machine, and how they are");
  command->add_flag("--json", options->json, "One JSON object");
  add_root_option(*command, options->root);
  command->callback([&chosen, options] { chosen = [options] { return rig_list(*options); }; });
}

void add_rig_remove(CLI::App& rig, Command& chosen) {
  auto options = std::make_shared<RigRemoveOptions>();
  auto* command = rig.add_subcommand("remove", "Stop a rig for good; its recordings stay");
  command->add_option("name", options->name, "Name of the rig")->required();
  command->add_flag("--purge", options->purge, "Its configuration and calibration go too");
  add_root_option(*command, options->root);
  command->callback([&chosen, options] { chosen = [options] { return rig_remove(*options); }; });
}

void add_rig_mode(CLI::App& rig, Command& chosen) {
  auto options = std::make_shared<RigModeOptions>();
  auto* command = rig.add_subcommand("mode", "Whether systemd starts a core again that has ended");
  command->add_option("name", options->name, "Name of the rig")->required();
  add_mode_option(
      *command->add_option("mode", options->mode, "safe: no; production: yes, 5 times within 300 s")->required());
  add_root_option(*command, options->root);
  command->callback([&chosen, options] { chosen = [options] { return rig_mode(*options); }; });
}

}  // namespace

void add_rig_commands(CLI::App& app, Command& chosen) {
  auto* rig = app.add_subcommand("rig", "The rigs of this machine, and the programs of one");
  rig->require_subcommand(1);
  add_rig_run_command(*rig, chosen);
  add_rig_add(*rig, chosen);
  add_rig_list(*rig, chosen);
  add_rig_remove(*rig, chosen);
  add_rig_mode(*rig, chosen);
}

}  // namespace tripline
