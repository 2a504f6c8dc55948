// tripline-web: the page, the REST API and the WebSocket. Holds no capability and never touches a device.
#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "rt/base/log.hpp"
#include "shim/api/access.hpp"
#include "shim/api/api.hpp"
#include "shim/api/asset_resource.hpp"
#include "shim/api/can_resource.hpp"
#include "shim/api/config_resource.hpp"
#include "shim/api/control_resource.hpp"
#include "shim/api/core_resource.hpp"
#include "shim/api/doctor_resource.hpp"
#include "shim/api/health_resource.hpp"
#include "shim/api/live_page.hpp"
#include "shim/api/logs_resource.hpp"
#include "shim/api/metrics_resource.hpp"
#include "shim/api/openapi_resource.hpp"
#include "shim/api/profiles_resource.hpp"
#include "shim/api/readiness_resource.hpp"
#include "shim/api/rig_resource.hpp"
#include "shim/api/session_resource.hpp"
#include "shim/api/shots_resource.hpp"
#include "shim/api/signals_resource.hpp"
#include "shim/api/status_resource.hpp"
#include "shim/app/command_line.hpp"
#include "shim/app/rights.hpp"
#include "shim/app/service.hpp"
#include "shim/app/stop_signal.hpp"
#include "shim/app/web_loop.hpp"
#include "shim/foxglove/foxglove_session.hpp"
#include "shim/http/http_server.hpp"
#include "shim/lifecycle/choose_control.hpp"
#include "shim/ui/assets.hpp"

namespace tripline {
namespace {

constexpr const char* kProgram = "tripline-web";

struct Options {
  ServiceOptions service;
  HttpOptions http;
  std::string token_file;
  std::string state_dir;
  std::string config_dir;
};

void describe_options(CLI::App& app, Options& options) {
  app.add_option("--rig", options.service.rig, "Name of the rig")->capture_default_str();
  app.add_option("--run-dir", options.service.run_dir, "Where the rig's sockets are (default: found by the rig)");
  app.add_option("--state-dir", options.state_dir, "Where overrides and recordings are (default: found by the rig)");
  app.add_option("--config-dir", options.config_dir, "Where profiles are (default: /etc/tripline/<rig>)");
  app.add_option("--address", options.http.address, "IPv4 address to listen on; others than loopback need --token-file")
      ->capture_default_str();
  app.add_option("--port", options.http.port, "Port to listen on; 0: any free one")->capture_default_str();
  app.add_option("--token-file", options.token_file,
                 "Who may do what: lines `role token`, mode 0600 (default: web-tokens of $CREDENTIALS_DIRECTORY)");
  app.add_option("--host", options.http.guard.hosts,
                 "A name that people type for this rig, beside localhost; repeatable")
      ->allow_extra_args(false);
  app.add_option("--origin", options.http.guard.origins,
                 "A page elsewhere that may use the API, e.g. https://tools.example; repeatable")
      ->allow_extra_args(false);
  app.set_version_flag("--version", TRIPLINE_VERSION);
}

/// Empty where there is no token file: only this machine is served then, and everybody on it.
Result<std::vector<Token>> tokens_of(const Options& options) {
  const auto [path, keep] = find_token_file(options.token_file);
  return path.empty() ? Result<std::vector<Token>>(std::vector<Token>()) : load_tokens(path, keep);
}

void tell_dangers(const ProcessInfo& process, const Access& access, const Options& options) {
  if (process.uid == 0) log_warning("web", "runs as root, which it does not need: start it as a user of its own");
  if (!access.login_needed() && !options.http.guard.hosts.empty())
    log_warning("web", "whoever reaches it by the names of --host may do everything: give it a --token-file");
}

RigPlace place_of(const Options& options, const RunDir& run_dir) {
  namespace fs = std::filesystem;
  const auto& rig = options.service.rig;
  std::error_code ignored;
  const auto programs = fs::read_symlink("/proc/self/exe", ignored).parent_path();
  return {rig, run_dir, find_state_dir(rig, options.state_dir),
          options.config_dir.empty() ? fs::path("/etc/tripline") / rig : fs::path(options.config_dir),
          programs.parent_path() / "share/profiles"};
}

Result<void> serve(const Options& options, StopSignal& stop) {
  if (const auto given_up = give_up_capabilities(); !given_up) return given_up.error();
  auto tokens = tokens_of(options);
  if (!tokens) return tokens.error();
  const auto run_dir = prepare_run_dir(options.service);
  if (!run_dir) return run_dir.error();
  const auto process = this_process(kProgram, options.service.rig);
  log_info("web", describe(process));

  Access access(std::move(*tokens), options.service.rig);
  tell_dangers(process, access, options);
  const auto place = place_of(options, *run_dir);
  CoreWatch watch(*run_dir, choose_control(options.service.rig, *run_dir));
  log_info("web", fmt::format("start and stop of the core: {}", watch.control_name()));
  CoreView core(watch);
  const RigUnits units(place.rig, *run_dir, is_run_by_systemd(place.rig, *run_dir));
  CoreMemory memory;
  WaitingRoom room;
  const CoreCommands commands(*run_dir);
  LiveFeed feed;
  PageCounts pages;
  const Api api({health_routes(), readiness_routes(place, core, units), metrics_routes(process, core, pages),
                 openapi_routes(), status_routes(process, core, pages), config_routes(place.rig, core, commands),
                 control_routes(commands), shots_routes(memory.shots, core), signals_routes(memory.signals, core),
                 can_routes(core, memory.can_ids, room), logs_routes(memory.logs, room, commands),
                 profiles_routes(place, core), doctor_routes(place, core), rig_routes(process, place, core, units),
                 session_routes(access), core_routes(core, watch), asset_routes(assets())});
  WebLoop loop(*run_dir, core, feed, memory);
  std::vector<SocketEndpoint> endpoints{
      live_page_endpoint(feed),
      foxglove_live::foxglove_endpoint(feed, "Tripline " + options.service.rig,
                                       fmt::format("{}-{}", process.name, to_ns(process.started_at)))};
  const auto server = HttpServer::start(options.http, access, api, std::move(endpoints), pages);
  if (!server) return server.error();
  log_info("web", fmt::format("listening on http://{}:{}/", options.http.address, (*server)->port()));

  notify_service_manager("READY=1");
  while (!stop.requested()) loop.turn();
  notify_service_manager("STOPPING=1");
  memory.close();
  return {};
}

}  // namespace
}  // namespace tripline

int main(int argc, char** argv) {
  using namespace tripline;
  StopSignal stop;
  Options options;
  CLI::App app("Tripline's web process: page, REST API and WebSocket", kProgram);
  describe_options(app, options);
  if (const auto code = parse_command_line(app, argc, argv)) return *code;
  const auto served = serve(options, stop);
  if (!served) return report_failure(kProgram, served.error());
  log_info("web", "stopped");
  return 0;
}
