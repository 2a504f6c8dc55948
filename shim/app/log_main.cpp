// tripline-log: the only writer of recordings. Holds no capability and never touches a device.
#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "rt/base/log.hpp"
#include "rt/ipc/run_dir.hpp"
#include "shim/api/process_info.hpp"
#include "shim/app/command_line.hpp"
#include "shim/app/log_loop.hpp"
#include "shim/app/rights.hpp"
#include "shim/app/service.hpp"
#include "shim/app/stop_signal.hpp"

namespace tripline {
namespace {

constexpr const char* kProgram = "tripline-log";

struct Options {
  ServiceOptions service;
  std::string state_dir;
};

void describe_options(CLI::App& app, Options& options) {
  app.add_option("--rig", options.service.rig, "Name of the rig")->capture_default_str();
  app.add_option("--run-dir", options.service.run_dir, "Where the rig's sockets are (default: found by the rig)");
  app.add_option("--state-dir", options.state_dir, "Where recordings go (default: found by the rig)");
  app.set_version_flag("--version", TRIPLINE_VERSION);
}

Result<void> record(const Options& options, StopSignal& stop) {
  if (const auto given_up = give_up_capabilities(); !given_up) return given_up.error();
  const auto run_dir = prepare_run_dir(options.service);
  if (!run_dir) return run_dir.error();
  log_info("log", describe(this_process(kProgram, options.service.rig)));
  auto dir = RecordingDir::open(find_state_dir(options.service.rig, options.state_dir));
  if (!dir) return dir.error();
  log_info("log", fmt::format("recordings go to {}", dir->path().string()));

  LogLoop loop(*run_dir, Recorder(std::move(*dir)));
  notify_service_manager("READY=1");
  while (!stop.requested()) loop.turn();
  notify_service_manager("STOPPING=1");
  loop.finish();
  return {};
}

}  // namespace
}  // namespace tripline

int main(int argc, char** argv) {
  using namespace tripline;
  StopSignal stop;
  Options options;
  CLI::App app("Tripline's recorder: writes what happens to MCAP files", kProgram);
  describe_options(app, options);
  if (const auto code = parse_command_line(app, argc, argv)) return *code;
  const auto recorded = record(options, stop);
  if (!recorded) return report_failure(kProgram, recorded.error());
  log_info("log", "stopped");
  return 0;
}
