// What the command families of `tripline` share: how a command is chosen, and which rig it is about.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>

#include "rt/base/result.hpp"
#include "rt/ipc/run_dir.hpp"

namespace tripline {

/// What the command line asks for. An Error with an empty message was said already.
using Command = std::function<Result<void>()>;

/// The options that every command about a running rig takes.
struct RigOptions {
  std::string rig = "main";
  std::string run_dir;  ///< empty: as find_run_dir() chooses
};

inline void add_rig_options(CLI::App& app, RigOptions& options) {
  app.add_option("--rig", options.rig, "Name of the rig")->capture_default_str();
  app.add_option("--run-dir", options.run_dir, "Directory of its sockets; default: the rig's own");
}

/// Errors: kUsage for a name that no rig can have.
inline Result<RunDir> run_dir_of(const RigOptions& options) {
  if (auto named = check_rig_name(options.rig); !named) return named.error();
  return find_run_dir(options.rig, options.run_dir);
}

}  // namespace tripline
