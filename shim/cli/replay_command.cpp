#include "shim/cli/replay_command.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <memory>

#include "shim/cli/replay.hpp"

namespace tripline {
namespace {

struct Arguments {
  ReplayOptions options;
  std::string roi;
  std::string speed = "max";
  double fps = 0;
  double settle = -1;
};

Result<Region> parse_roi(const std::string& text) {
  Region roi;
  int used = 0;
  const int fields = std::sscanf(text.c_str(), "%u,%u,%u,%u%n", &roi.x, &roi.y, &roi.width, &roi.height, &used);
  if (fields != 4 || static_cast<std::size_t>(used) != text.size() || roi.empty())
    return Error{ExitCode::kUsage, fmt::format("--roi {}: expected x,y,width,height in px, e.g. 0,0,96,88", text)};
  return roi;
}

Result<void> run(Arguments arguments) {
  if (!arguments.roi.empty()) {
    const auto roi = parse_roi(arguments.roi);
    if (!roi) return roi.error();
    arguments.options.roi = *roi;
  }
  if (arguments.fps > 0) arguments.options.fps = arguments.fps;
  if (arguments.settle >= 0) arguments.options.settle_seconds = arguments.settle;
  arguments.options.real_speed = arguments.speed == "real";
  return replay(arguments.options, stdout);
}

}  // namespace

void add_replay_command(CLI::App& app, Command& chosen) {
  auto arguments = std::make_shared<Arguments>();
  auto* command = app.add_subcommand("replay", "Run the trigger over captured frames and print what it decides");
  command->add_option("--frames", arguments->options.frames, "Y4M file (also .gz) or directory of PNG files")
      ->required();
  command->add_option("--fps", arguments->fps, "Frames per second; default: the capture's own")
      ->check(CLI::Range(0.1, 100'000.0));
  command->add_option("--roi", arguments->roi, "Region of interest: x,y,width,height in px");
  command
      ->add_option("--settle", arguments->settle,
                   "Seconds the scene must be still; default: the profile's, an eighth of a short clip")
      ->check(CLI::Range(0.0, 60.0));
  command->add_option("--profile", arguments->options.profile,
                      "Profile whose tuning is used; default: the schema's defaults");
  command->add_option("--config-dir", arguments->options.config_dir, "Directory of profiles");
  command->add_option("--speed", arguments->speed, "real or max")
      ->check(CLI::IsMember({"real", "max"}))
      ->capture_default_str();
  command->add_flag("--json", arguments->options.json, "One JSON object a line");
  command->callback([arguments, &chosen] { chosen = [arguments] { return run(*arguments); }; });
}

}  // namespace tripline
