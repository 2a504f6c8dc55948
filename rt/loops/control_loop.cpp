#include "rt/loops/control_loop.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

#include "rt/settings/settings.hpp"

namespace tripline {
namespace {

constexpr auto kTurn = std::chrono::milliseconds(50);  // how late a stop may be noticed

constexpr std::array<std::string_view, 6> kStateNames{"disarmed", "settling", "armed", "fired", "cooldown", "priming"};

Error stale_revision(std::uint32_t in_force) {
  return {ExitCode::kConflict,
          fmt::format("the configuration has changed meanwhile: revision {} is in force; read it again", in_force)};
}

std::string list_json(const std::vector<std::string>& paths) {
  std::string text;
  for (const auto& path : paths) text += (text.empty() ? "\"" : ",\"") + path + "\"";
  return "[" + text + "]";
}

std::string changed_json(std::uint32_t revision, const ConfigChanged& changed) {
  return fmt::format(R"({{"revision":{},"changed":{},"restart":{}}})", revision, list_json(changed.paths),
                     list_json(changed.restart));
}

}  // namespace

ControlLoop::ControlLoop(ControlServer server, ControlParts parts, ThreadSlot& slot)
    : server_(std::move(server)), parts_(std::move(parts)), slot_(slot) {}

void ControlLoop::start() {
  thread_ = std::jthread([this] { run(); });
}

void ControlLoop::stop() noexcept {
  stopping_.store(true, std::memory_order_release);
  if (thread_.joinable()) thread_.join();
}

void ControlLoop::run() {
  slot_.enter(ThreadRole::kControl);
  while (!stopping_.load(std::memory_order_acquire)) {
    slot_.entered.add();
    server_.serve(kTurn, [this](const ControlCommand& command) { return obey(command); });
    slot_.left.add();
  }
}

Result<std::string> ControlLoop::obey(const ControlCommand& command) {
  switch (command.verb) {
    case wire::Verb::ping:
      return std::string(TRIPLINE_VERSION);
    case wire::Verb::arm:
      return arm();
    case wire::Verb::disarm:
      parts_.camera.arm(false);
      parts_.strobe.stop_priming();
      parts_.notices.log(LogLevel::kInfo, "control", "disarm");
      return std::string();
    case wire::Verb::fire:
      return fire();
    case wire::Verb::set:
    case wire::Verb::reset:
      return set(command);
    case wire::Verb::patch:
    case wire::Verb::replace:
      return change(command);
    case wire::Verb::get:
      return parts_.config.with([&](const ConfigStore& store) { return store.get(command.path); });
    case wire::Verb::log_level:
      return set_log_level(command.value);
    case wire::Verb::lamp:
      return set_lamp(command.value);
    case wire::Verb::test_pulse:
      return test_pulse(command.value);
    case wire::Verb::poke:
      return poke(command.value);
  }
  return Error{ExitCode::kUsage, "unknown verb"};
}

Result<std::string> ControlLoop::fire() {
  const auto state = kStateNames[static_cast<std::size_t>(parts_.camera.state())];
  if (!parts_.camera.request_fire())
    return Error{ExitCode::kUnavailable,
                 fmt::format("not armed: the trigger is {}; `tripline arm` and wait until it has settled", state)};
  parts_.notices.log(LogLevel::kInfo, "control", "fire");
  return std::string();
}

Result<std::string> ControlLoop::arm() {
  if (parts_.strobe.locked_out()) {
    const Error refused{ExitCode::kUnavailable, fmt::format("not armed: {}", text_of(StrobeRefusal::kUnguarded))};
    parts_.notices.alert(LogLevel::kError, wire::AlertKind::arm_refused, "strobe", refused.message, "restart the core");
    return refused;
  }
  parts_.camera.arm(true);
  parts_.notices.log(LogLevel::kInfo, "control", "arm");
  return std::string();
}

Result<std::string> ControlLoop::test_pulse(const std::string& line) {
  if (parts_.camera.wants_armed() || parts_.camera.state() != TriggerState::kDisarmed)
    return Error{ExitCode::kUnavailable, fmt::format("no test pulse: the trigger is {}; `tripline disarm` first",
                                                     kStateNames[static_cast<std::size_t>(parts_.camera.state())])};
  if (auto tested = parts_.strobe.test(line); !tested) return tested.error();
  parts_.notices.log(LogLevel::kInfo, "control", line.empty() ? "test pulse: the pattern" : "test pulse: " + line);
  return std::string();
}

Result<std::string> ControlLoop::set(const ControlCommand& command) {
  const bool sets = command.verb == wire::Verb::set;
  const auto done = parts_.config.with([&](ConfigStore& store) {
    auto result = sets ? store.set(command.path, command.value) : store.reset(command.path);
    if (result) apply(store);
    return result;
  });
  if (!done) return done.error();
  const auto what = command.path.empty() ? "all overrides" : command.path;
  parts_.notices.log(LogLevel::kInfo, "control",
                     sets ? fmt::format("set {} = {}", what, command.value) : "reset " + what);
  return std::string();
}

Result<std::string> ControlLoop::change(const ControlCommand& command) {
  ConfigChangeSet set{{}, command.verb == wire::Verb::replace, command.dry_run};
  for (const auto& change : command.changes) set.changes.push_back({change.path, change.json});
  const auto done = parts_.config.with([&](ConfigStore& store) -> Result<std::string> {
    if (command.revision != 0 && (command.run_id != parts_.run_id || command.revision != store.revision()))
      return stale_revision(store.revision());
    const auto changed = store.change(set);
    if (!changed) return changed.error();
    if (!set.dry_run) apply(store);
    return changed_json(store.revision(), *changed);
  });
  if (done && !set.dry_run)
    parts_.notices.log(LogLevel::kInfo, "control", (set.replaces ? "replace overrides: " : "patch: ") + *done);
  return done;
}

void ControlLoop::apply(const ConfigStore& store) {
  parts_.camera.set_tuning(tuning_of(*store.config().trigger));
  if (const auto plans = strobe_plans_of(*store.config().strobe)) parts_.strobe.set_plans(*plans);
}

Result<std::string> ControlLoop::set_log_level(const std::string& name) {
  constexpr std::array<std::string_view, 4> kNames{"debug", "info", "warning", "error"};
  for (std::size_t i = 0; i < kNames.size(); ++i)
    if (kNames[i] == name) {
      tripline::set_log_level(static_cast<LogLevel>(i));
      return std::string();
    }
  return Error{ExitCode::kUsage, fmt::format("log level '{}': allowed debug, info, warning, error", name)};
}

Result<std::string> ControlLoop::set_lamp(const std::string& gain) {
  if (!parts_.set_lamp)
    return Error{ExitCode::kUnavailable, "lamp: the camera is not simulated; there is no lamp to switch"};
  double value = 0;
  const auto [end, error] = std::from_chars(gain.data(), gain.data() + gain.size(), value);
  if (error != std::errc() || end != gain.data() + gain.size() || !(value >= 0 && value <= 4))
    return Error{ExitCode::kUsage, fmt::format("lamp '{}': allowed 0..4, 1 is normal", gain)};
  parts_.set_lamp(value);
  parts_.notices.log(LogLevel::kInfo, "control", fmt::format("lamp {}", value));
  return std::string();
}

Result<std::string> ControlLoop::poke(const std::string& level) {
  if (!parts_.poke) return Error{ExitCode::kUnavailable, "poke: the input is not simulated; set input.source to sim"};
  if (level != "0" && level != "1" && level != "pulse")
    return Error{ExitCode::kUsage, fmt::format("poke '{}': allowed 0, 1 and pulse", level)};
  parts_.poke(level != "0");
  if (level == "pulse") parts_.poke(false);
  parts_.notices.log(LogLevel::kInfo, "control", "poke " + level);
  return std::string();
}

}  // namespace tripline
