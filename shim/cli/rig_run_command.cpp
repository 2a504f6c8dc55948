#include "shim/cli/rig_run_command.hpp"

#include <memory>

#include "shim/cli/rig_run.hpp"

namespace tripline {

void add_rig_run_command(CLI::App& rig, Command& chosen) {
  auto options = std::make_shared<RigRunOptions>();
  auto* run = rig.add_subcommand("run", "Start core, recorder and web; Ctrl-C stops them all");
  run->add_option("--rig", options->rig, "Name of the rig")->capture_default_str();
  run->add_option("--profile", options->profile, "Configuration the core starts with")->capture_default_str();
  run->add_option("--port", options->port, "Port of the page; default: 8080, or the next free one");
  run->add_option("--seconds", options->seconds, "Stop after this long")->check(CLI::NonNegativeNumber);
  run->add_option("--frames", options->frames, "Play this capture instead of a camera: Y4M, or a directory of PNG");
  run->add_option("--can-log", options->can_log, "Play this log instead of a bus: candump, .trc, .asc or pcap");
  run->add_option("--dbc", options->dbc, "DBC files that name the signals");
  run->add_option("--set", options->set, "Configuration for this run: path=value");
  run->add_option("--run-dir", options->run_dir, "Directory of sockets and state; default: the rig's own");
  run->add_option("--state-dir", options->state_dir, "Directory of recordings and overrides; default: the rig's own");
  run->add_option("--config-dir", options->config_dir, "Directory of the configuration; default: /etc/tripline/<rig>");
  run->add_option("--token-file", options->token_file, "Who may do what on the page, as of tripline-web");
  run->add_option("--host", options->hosts, "A name of the page beside localhost; repeatable")->allow_extra_args(false);
  run->add_option("--origin", options->origins, "A page elsewhere that may use the API; repeatable")
      ->allow_extra_args(false);
  run->callback([&chosen, options] { chosen = [options] { return rig_run(*options); }; });
}

}  // namespace tripline
