// Where a command's events come from: the rig's run directory, or a core on another machine.
#pragma once

#include <memory>
#include <string>

#include "shim/bus/event_subscriber.hpp"
#include "shim/cli/command.hpp"

namespace tripline {

struct RemoteOptions {
  std::string endpoint;  ///< empty: this machine
  std::string server_key;
  std::string key_file;
};

void add_remote_options(CLI::App& app, RemoteOptions& options);

/// Errors: kUsage for options that do not fit together; those of run_dir_of() and load_curve_pair().
Result<std::unique_ptr<EventSubscriber>> open_events(const RigOptions& rig, const RemoteOptions& remote);

}  // namespace tripline
