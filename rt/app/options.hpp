// The command line of tripline-rt.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "rt/base/result.hpp"
#include "rt/config/layer.hpp"

namespace tripline {

struct CoreOptions {
  std::string rig = "main";
  std::string profile = "demo";
  std::string run_dir;               ///< empty: found, see find_run_dir()
  std::string state_dir;             ///< empty: /var/lib/tripline/<rig> for root, else the user's state directory
  std::string config_dir;            ///< empty: /etc/tripline/<rig>
  std::string frames;                ///< replay these instead of the profile's camera
  std::string can_log;               ///< replay this instead of the profile's buses
  std::vector<std::string> can_fds;  ///< `N` or `N=name`: descriptors that speak slcan, instead of the profile's buses
  std::vector<std::string> dbc;
  std::vector<std::string> set;         ///< path=json
  std::chrono::seconds device_wait{0};  ///< how long a device may be missing at the start
  bool print_threads = false;
};

/// Parses; prints help or version and leaves the process with kOk when asked. Errors: kUsage.
Result<CoreOptions> parse_options(int argc, char** argv);

/// The layer of configuration that the command line is. Errors: kBadConfig.
Result<ConfigValues> command_line_layer(const CoreOptions& options);

}  // namespace tripline
