#include "shim/cli/watch_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <utility>

#include "shim/bus/event_json.hpp"
#include "shim/cli/remote_options.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

struct WatchOptions {
  RigOptions rig;
  std::vector<std::string> topics;
  bool json = false;
  std::uint64_t count = 0;
  RemoteOptions remote;
};

std::string line_of(const Event& event, bool json) {
  const auto body = event_json(event.topic, event.bytes());
  return json ? fmt::format("{{\"topic\":\"{}\",\"event\":{}}}\n", event.topic.key, body)
              : fmt::format("{} #{} {}\n", event.topic.key, event.sequence, body);
}

using Lost = decltype(BusCounts::lost);

/// A line before the event that shows a gap: what was missed is counted, never passed over.
void tell_lost(const BusCounts& counts, const Event& event, Lost& told, bool json) {
  const auto place = topic_place(event.topic.key);
  const auto lost = counts.lost[place] - std::exchange(told[place], counts.lost[place]);
  if (lost == 0) return;
  if (json)
    fmt::print("{{\"topic\":\"{}\",\"lost\":{}}}\n", event.topic.key, lost);
  else
    fmt::print("{}: {} events lost on the way here\n", event.topic.key, lost);
}

Result<void> watch(const WatchOptions& options) {
  const auto topics = topics_to_watch(options.topics);
  if (!topics) return topics.error();
  auto opened = open_events(options.rig, options.remote);
  if (!opened) return opened.error();
  auto& subscriber = **opened;
  for (const auto& topic : *topics) subscriber.subscribe(topic);
  Lost told{};
  for (std::uint64_t seen = 0; options.count == 0 || seen < options.count;) {
    const auto event = subscriber.receive(1s);
    if (!event) continue;
    ++seen;
    tell_lost(subscriber.counts(), *event, told, options.json);
    std::fputs(line_of(*event, options.json).c_str(), stdout);
    if (std::fflush(stdout) != 0) return Error{ExitCode::kCannotCreate, "standard output: cannot be written"};
  }
  return {};
}

}  // namespace

Result<std::vector<std::string>> topics_to_watch(const std::vector<std::string>& named) {
  std::vector<std::string> keys;
  std::string all;
  for (const Topic& topic : kTopics) {
    all += fmt::format(" {}", topic.key);
    if (topic.key != "frame/preview") keys.emplace_back(topic.key);
  }
  for (const auto& name : named)
    if (std::none_of(kTopics.begin(), kTopics.end(), [&](const Topic& topic) { return topic.key.starts_with(name); }))
      return Error{ExitCode::kUsage, fmt::format("watch: there is no topic '{}'; choose from:{}", name, all)};
  return named.empty() ? keys : named;
}

void add_watch_command(CLI::App& app, Command& chosen) {
  auto options = std::make_shared<WatchOptions>();
  auto* command = app.add_subcommand("watch", "Events as they come, one line each");
  add_rig_options(*command, options->rig);
  add_remote_options(*command, options->remote);
  command->add_option("topic", options->topics, "Topics, or the front of their names; default: all but previews");
  command->add_flag("--json", options->json, "One JSON object per line: {\"topic\":…,\"event\":{…}}");
  command->add_option("--count", options->count, "End after this many events; 0: never")->capture_default_str();
  command->callback([&chosen, options] { chosen = [options] { return watch(*options); }; });
}

}  // namespace tripline
