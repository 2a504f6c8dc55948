#include "rt/app/options.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <filesystem>
#include <set>

#include "rt/config/json_value.hpp"

namespace tripline {
namespace {

std::string absolute(const std::string& path) { return std::filesystem::absolute(path).lexically_normal().string(); }

Result<void> add(ConfigValues& layer, const std::string& path, const std::string& json) {
  auto assignment = parse_assignment(path, json);
  if (!assignment) return assignment.error();
  layer.merge(*assignment);
  return {};
}

/// Of `N` or `N=name`; the name without a name is can<N>.
Result<std::string> bus_of_descriptor(const std::string& text) {
  int fd = -1;
  const char* end = text.data() + text.size();
  const auto [after, error] = std::from_chars(text.data(), end, fd);
  const bool has_name = after != end && *after == '=';
  if (error != std::errc() || fd < 0 || (after != end && !has_name) || (has_name && after + 1 == end))
    return Error{ExitCode::kUsage, fmt::format("--can-fd {}: expected a descriptor's number, or number=name", text)};
  const std::string name = has_name ? std::string(after + 1, end) : fmt::format("can{}", fd);
  return fmt::format(R"({{name: {}, source: "slcan", device: "fd:{}", mode: "as_it_is"}})", quoted(name), fd);
}

/// The buses that the command line names in place of the profile's; empty: none.
Result<std::string> buses_of(const CoreOptions& options) {
  std::string list;
  if (!options.can_log.empty())
    list = fmt::format(R"({{name: "can0", source: "replay", log: {}}})", quoted(absolute(options.can_log)));
  std::set<std::string> seen;
  for (const auto& text : options.can_fds) {
    auto bus = bus_of_descriptor(text);
    if (!bus) return bus.error();
    if (!seen.insert(text.substr(0, text.find('='))).second)
      return Error{ExitCode::kUsage, fmt::format("--can-fd {}: the same descriptor twice", text)};
    list += (list.empty() ? "" : ", ") + *bus;
  }
  return list;
}

void set_up(CLI::App& app, CoreOptions& options) {
  app.add_option("--rig", options.rig, "name of the rig")->capture_default_str();
  app.add_option("--profile", options.profile, "profile to start with")->capture_default_str();
  app.add_option("--run-dir", options.run_dir, "directory of the sockets");
  app.add_option("--state-dir", options.state_dir, "directory of overrides and recordings");
  app.add_option("--config-dir", options.config_dir, "directory of profiles and calibration");
  app.add_option("--frames", options.frames, "replay frames: a Y4M file (also .gz) or a directory of PNG files");
  app.add_option("--can-log", options.can_log, "replay a CAN log: candump, .trc, .asc, pcap or pcapng");
  app.add_option("--can-fd", options.can_fds,
                 "read slcan lines from a descriptor that whoever starts this has opened and set up: N or N=name");
  app.add_option("--dbc", options.dbc, "DBC files that name the signals");
  app.add_option("--set", options.set, "set a field: path=value, the value as JSON");
  app.add_option_function<std::uint16_t>(
      "--device-wait", [&options](std::uint16_t seconds) { options.device_wait = std::chrono::seconds(seconds); },
      "wait so many seconds for a device that is not there; without it that is a failure");
  app.add_flag("--print-threads", options.print_threads, "print the thread table and leave");
  app.set_version_flag("--version", std::string("tripline-rt ") + TRIPLINE_VERSION);
}

}  // namespace

Result<CoreOptions> parse_options(int argc, char** argv) {
  CoreOptions options;
  CLI::App app("Tripline's real-time core: camera, trigger, strobe, CAN");
  set_up(app, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& asked) {
    std::exit(app.exit(asked));
  } catch (const CLI::ParseError& error) {
    return Error{ExitCode::kUsage, fmt::format("{}; see --help", error.what())};
  }
  return options;
}

Result<ConfigValues> command_line_layer(const CoreOptions& options) {
  ConfigValues layer;
  std::vector<std::pair<std::string, std::string>> wanted;
  if (!options.frames.empty()) {
    wanted.emplace_back("camera.source", "\"replay\"");
    wanted.emplace_back("camera.fps", "0");
    wanted.emplace_back("camera.path", quoted(absolute(options.frames)));
  }
  auto buses = buses_of(options);
  if (!buses) return buses.error();
  if (!buses->empty()) wanted.emplace_back("can.buses", "[" + *buses + "]");
  if (!options.dbc.empty()) {
    std::string list;
    for (const auto& file : options.dbc) list += (list.empty() ? "" : ", ") + quoted(absolute(file));
    wanted.emplace_back("can.dbc", "[" + list + "]");
  }
  for (const auto& assignment : options.set) {
    const auto equals = assignment.find('=');
    if (equals == std::string::npos)
      return Error{ExitCode::kUsage, fmt::format("--set {}: expected path=value", assignment)};
    wanted.emplace_back(assignment.substr(0, equals), assignment.substr(equals + 1));
  }
  for (const auto& [path, json] : wanted)
    if (auto added = add(layer, path, json); !added) return added.error();
  return layer;
}

}  // namespace tripline
