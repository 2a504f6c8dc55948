// tripline-rt: camera, trigger, strobe and CAN of one rig.
#include <fmt/format.h>

#include <cstdio>
#include <fstream>
#include <utility>

#include "rt/app/core.hpp"
#include "rt/app/notify.hpp"
#include "rt/app/options.hpp"
#include "rt/app/rig_paths.hpp"
#include "rt/app/stop_signals.hpp"
#include "rt/settings/settings.hpp"

namespace tripline {
namespace {

constexpr auto kTick = std::chrono::milliseconds(500);
constexpr auto kDeviceLook = std::chrono::seconds(1);  // how late a missing device may be found

int fail(const Error& error) {
  fmt::print(stderr, "tripline-rt: {}\n", error.message);
  return static_cast<int>(error.code);
}

/// The thread table as ARCHITECTURE.md shows it.
int print_threads() {
  for (const auto& row : kThreadTable)
    fmt::print("| {} | {} | {} | {} | {} |\n", row.name,
               row.fifo_priority > 0 ? fmt::format("FIFO {}", row.fifo_priority) : "ordinary", row.wakes_on,
               row.budget.count() > 0 ? fmt::format("{} us", row.budget.count() / 1000) : "none", row.may_block_on);
  return 0;
}

Result<ConfigStore> load_config(const CoreOptions& options, const RigPaths& paths) {
  auto command_line = command_line_layer(options);
  if (!command_line) return command_line.error();
  return ConfigStore::load(paths.config, *command_line, [](const wire::ConfigT& config) -> Result<void> {
    if (auto plan = strobe_plans_of(*config.strobe); !plan) return plan.error();
    return {};
  });
}

/// The core, once its devices are there: USB ones come late at boot. None: a signal came first.
Result<std::unique_ptr<Core>> create_core(const CoreOptions& options, const RigPaths& paths,
                                          const StopSignals& signals) {
  const auto give_up = MonoClock::now() + options.device_wait;
  std::string told;
  while (true) {
    auto config = load_config(options, paths);
    if (!config) return config.error();
    auto core = Core::create(options, paths, std::move(*config));
    if (core || core.error().code != ExitCode::kNoDevice || MonoClock::now() >= give_up) return core;
    const auto waiting = fmt::format("waiting for a device: {}", core.error().message);
    if (waiting != std::exchange(told, waiting)) log_warning("core", waiting);
    notify_status(waiting, false);
    if (signals.wait(kDeviceLook)) return std::unique_ptr<Core>();
  }
}

/// Until a signal: tell systemd how it is, and feed its watchdog only while every loop gets on.
std::string watch_over(Core& core, const StopSignals& signals) {
  while (true) {
    if (const auto signal = signals.wait(kTick)) return *signal;
    notify_status(core.status_line(), core.made_progress());
  }
}

void leave_summary(const Core& core, const RigPaths& paths) {
  const auto summary = core.summary();
  log_info("core", summary);
  std::ofstream(paths.run.path / "core.summary.json") << summary << '\n';
}

Result<void> run(const CoreOptions& options) {
  const StopSignals signals;
  auto paths = find_rig_paths(options);
  if (!paths) return paths.error();
  auto rig = HolderLock::acquire(paths->run.core_lock(), "rig " + options.rig, options.rig, options.profile);
  if (!rig) return rig.error();
  auto core = create_core(options, *paths, signals);
  if (!core) return core.error();
  if (!*core) return {};
  if (auto started = (*core)->start(); !started) return started.error();
  notify_ready((*core)->status_line());
  const auto why = watch_over(**core, signals);
  notify_stopping(why);
  (*core)->stop(why);
  leave_summary(**core, *paths);
  return {};
}

}  // namespace
}  // namespace tripline

int main(int argc, char** argv) {
  const auto options = tripline::parse_options(argc, argv);
  if (!options) return tripline::fail(options.error());
  if (options->print_threads) return tripline::print_threads();
  if (const auto ran = tripline::run(*options); !ran) return tripline::fail(ran.error());
  return 0;
}
