#include "shim/cli/status_command.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <memory>

#include "rt/base/limits.hpp"
#include "shim/bus/event_json.hpp"
#include "shim/bus/event_subscriber.hpp"
#include "shim/lifecycle/unit_state.hpp"

namespace tripline {
namespace {

struct StatusOptions {
  RigOptions rig;
  bool json = false;
};

Error no_core(const RunDir& run_dir) {
  const auto unit = read_unit_state(run_dir.path, "core");
  const auto why =
      unit ? fmt::format("it is {}{}{}", to_text(unit->phase), unit->reason.empty() ? "" : ": ", unit->reason)
           : std::string("nothing runs there");
  return {ExitCode::kUnavailable, fmt::format("no status from the core in {}: {}; start it with `tripline rig run`, or "
                                              "name another directory with --run-dir",
                                              run_dir.path.string(), why)};
}

Result<void> status(const StatusOptions& options) {
  const auto run_dir = run_dir_of(options.rig);
  if (!run_dir) return run_dir.error();
  EventSubscriber subscriber(*run_dir);
  subscriber.subscribe("status");
  const auto event = subscriber.receive(limits::kRetainedWait);
  if (!event) return no_core(*run_dir);
  const auto text = options.json ? event_json(event->topic, event->bytes()) + "\n"
                                 : status_text(*wire::GetStatus(event->bytes().data()));
  std::fputs(text.c_str(), stdout);
  return {};
}

std::string words(const flatbuffers::String* text) { return text == nullptr ? std::string() : text->str(); }

std::string counters_text(const char* title, const flatbuffers::Vector<flatbuffers::Offset<wire::Counter>>* counters) {
  std::string text;
  if (counters == nullptr) return text;
  for (const auto* counter : *counters) text += fmt::format(" {} {}", counter->name()->str(), counter->value());
  return fmt::format("{:<10}{}\n", title, text);
}

std::string devices_text(const wire::Status& status) {
  std::string text;
  if (status.devices() == nullptr) return text;
  for (const auto* device : *status.devices())
    text += fmt::format("{:<10} {}: {}, {}, {:.1f}/s {}\n", wire::EnumNameDeviceRole(device->role()),
                        device->name()->str(), wire::EnumNameDeviceState(device->state()),
                        wire::EnumNameProvenance(device->provenance()), device->rate_hz(), words(device->detail()));
  return text;
}

std::string latencies_text(const wire::Status& status) {
  std::string text;
  if (status.latencies() == nullptr) return text;
  const auto us = [](std::uint64_t ns) { return static_cast<double>(ns) / 1e3; };
  for (const auto* latency : *status.latencies())
    text += fmt::format("{:<10} {} us: p50 {:.1f}, p90 {:.1f}, p99 {:.1f}, p99.9 {:.1f}, max {:.1f} of {}\n", "latency",
                        latency->name()->str(), us(latency->p50_ns()), us(latency->p90_ns()), us(latency->p99_ns()),
                        us(latency->p999_ns()), us(latency->max_ns()), latency->count());
  return text;
}

std::string degraded_text(const wire::Status& status) {
  std::string text;
  if (status.degraded() == nullptr) return text;
  for (const auto* degraded : *status.degraded())
    text += fmt::format("{:<10} {}; {}\n", "degraded", degraded->what()->str(), words(degraded->remedy()));
  return text;
}

}  // namespace

std::string status_text(const wire::Status& status) {
  return fmt::format("{:<10} {}, rig {}, profile {}, {}\n", "core", wire::EnumNameTriggerState(status.state()),
                     status.rig()->str(), status.profile()->str(),
                     status.realtime() ? "real time" : "NOT in real time") +
         degraded_text(status) + devices_text(status) + counters_text("counters", status.counters()) +
         counters_text("drops", status.drops()) + latencies_text(status);
}

void add_status_command(CLI::App& app, Command& chosen) {
  auto options = std::make_shared<StatusOptions>();
  auto* command = app.add_subcommand("status", "How the core is");
  add_rig_options(*command, options->rig);
  command->add_flag("--json", options->json, "One JSON object: the newest status event");
  command->callback([&chosen, options] { chosen = [options] { return status(*options); }; });
}

}  // namespace tripline
