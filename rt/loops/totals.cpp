#include "rt/loops/totals.hpp"

#include <fmt/format.h>

#include <utility>

namespace tripline {
namespace {

template <typename Pick>
std::uint64_t sum(const CoreParts& parts, Pick pick) {
  std::uint64_t total = 0;
  for (const auto& bus : parts.buses) total += pick(bus->counters()).get();
  return total;
}

}  // namespace

NamedCounts counters_of(const CoreParts& parts) {
  using C = CanLoop::Counters;
  NamedCounts counts{{"frames", parts.camera.frames().get()},
                     {"shots", parts.camera.shots().get()},
                     {"can_in", sum(
                                    parts, [](const C& c) -> auto& { return c.in; })},
                     {"can_decoded", sum(
                                         parts, [](const C& c) -> auto& { return c.decoded; })},
                     {"can_unknown", sum(
                                         parts, [](const C& c) -> auto& { return c.unknown; })},
                     {"can_errors", sum(
                                        parts, [](const C& c) -> auto& { return c.errors; })},
                     {"can_wrong_counter", sum(
                                               parts, [](const C& c) -> auto& { return c.wrong_counter; })},
                     {"can_wrong_checksum", sum(
                                                parts, [](const C& c) -> auto& { return c.wrong_checksum; })},
                     {"can_timeouts", sum(
                                          parts, [](const C& c) -> auto& { return c.timeouts; })},
                     {"can_bus_losses", sum(
                                            parts, [](const C& c) -> auto& { return c.losses; })}};
  if (parts.input != nullptr) {
    const auto& input = parts.input->counters();
    counts.insert(counts.end(), {{"input_edges", input.edges.get()},
                                 {"input_bounces", input.bounces.get()},
                                 {"input_not_armed", input.not_armed.get()}});
  }
  return counts;
}

NamedCounts drops_of(const CoreParts& parts) {
  using C = CanLoop::Counters;
  return {{"frames_lost", parts.camera.frames_lost().get()},
          {"frame_slots", parts.camera.keeper().dropped().get()},
          {"camera_records", parts.camera.records_lost().get()},
          {"pulse_trains", parts.strobe.lost_trains().get()},
          {"can_kernel", sum(
                             parts, [](const C& c) -> auto& { return c.lost_in_kernel; })},
          {"can_malformed", sum(
                                parts, [](const C& c) -> auto& { return c.malformed; })},
          {"can_frames", sum(
                             parts, [](const C& c) -> auto& { return c.lost_frames; })},
          {"can_samples", sum(
                              parts, [](const C& c) -> auto& { return c.lost_samples; })},
          {"input_kernel", parts.input == nullptr ? 0 : parts.input->counters().lost_in_kernel.get()},
          {"notices", parts.notices.dropped()}};
}

std::vector<NamedLatency> latencies_of(const CoreParts& parts) {
  std::vector<NamedLatency> latencies{
      {"trigger", "frame delivered to first edge done", &parts.camera.trigger_latency()},
      {"decision", "frame delivered to decision", &parts.camera.decision_latency()},
      {"delivery", "sensor finished to frame delivered", &parts.camera.delivery_latency()},
      {"edge_error", "edge planned to edge made, after the first", &parts.strobe.edge_error()},
      {"wake", "timer due to thread awake, sampled at the start", parts.facts.wake_latency.get()}};
  if (parts.input != nullptr)
    latencies.push_back({"input", "input edge stamped to first strobe edge done", &parts.camera.input_latency()});
  for (const auto& bus : parts.buses)
    latencies.push_back(
        {"can_" + bus->info().name, "oldest frame of a batch stamped to batch decoded", &bus->latency()});
  return latencies;
}

std::vector<Error> degraded_of(const CoreParts& parts) {
  std::vector<Error> reasons = parts.facts.degraded;
  if (!parts.guard_is_alive())
    reasons.push_back({ExitCode::kFailure,
                       "the guard is gone that puts the strobe's lines to rest when the core dies; restart the core"});
  for (std::size_t i = 0; i < parts.threads.size(); ++i) {
    if (auto why = parts.threads[i].shortfall()) reasons.push_back(std::move(*why));
  }
  return reasons;
}

std::string summary_json(const CoreParts& parts) {
  const auto counts = counters_of(parts);
  std::string drops;
  for (const auto& [name, count] : drops_of(parts))
    drops += fmt::format("{}\"{}\":{}", drops.empty() ? "" : ",", name, count);
  const auto latency = parts.camera.trigger_latency().percentiles();
  const auto us = [](std::uint64_t ns) { return static_cast<double>(ns) / 1000.0; };
  return fmt::format(R"({{"frames":{},"shots":{},"can":{{"in":{},"decoded":{},"unknown":{}}},"drops":{{{}}},)"
                     R"("trigger_us":{{"p50":{:.3f},"p99":{:.3f},"max":{:.3f}}},"realtime":{}}})",
                     counts[0].second, counts[1].second, counts[2].second, counts[3].second, counts[4].second, drops,
                     us(latency.p50_ns), us(latency.p99_ns), us(latency.max_ns), degraded_of(parts).empty());
}

}  // namespace tripline
