#include "shim/api/status_metrics.hpp"

#include <string>
#include <utility>

#include "shim/api/metric_family.hpp"
#include "shim/api/wire_text.hpp"

namespace tripline {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricType;
using Rows = std::vector<ClientMetric>;

double seconds_of(std::uint64_t ns) { return static_cast<double>(ns) / 1e9; }

/// A row for each of the list; empty where there is none.
template <typename List, typename MakeRow>
Rows rows(const List* list, MakeRow make) {
  Rows made;
  if (list != nullptr)
    for (const auto* item : *list) made.push_back(make(*item));
  return made;
}

void add_run(const wire::Status& status, Metrics& metrics) {
  metrics.push_back(family("tripline_core_info", "Version and profile of the core; always 1.", MetricType::Gauge,
                           {gauge(1, {{"rig", words(status.rig())},
                                      {"profile", words(status.profile())},
                                      {"version", words(status.version())}})}));
  const auto started = static_cast<double>(status.realtime_offset_ns()) / 1e9 + seconds_of(status.started_mono_ns());
  metrics.push_back(
      family("tripline_core_start_time_seconds", "Start of the run since 1970.", MetricType::Gauge, {gauge(started)}));
  Rows states;
  for (const auto state : wire::EnumValuesTriggerState())
    states.push_back(gauge(status.state() == state, {{"state", wire::EnumNameTriggerState(state)}}));
  metrics.push_back(family("tripline_trigger_state", "1 for the state that the trigger is in.", MetricType::Gauge,
                           std::move(states)));
  metrics.push_back(family("tripline_core_realtime",
                           "1 when every real-time thread got SCHED_FIFO and memory is locked.", MetricType::Gauge,
                           {gauge(status.realtime())}));
  metrics.push_back(family("tripline_core_degraded_reasons", "Reasons why the core works less well than it could.",
                           MetricType::Gauge,
                           {gauge(status.degraded() == nullptr ? 0 : static_cast<double>(status.degraded()->size()))}));
  metrics.push_back(family("tripline_core_resident_memory_bytes", "Resident set of the core.", MetricType::Gauge,
                           {gauge(static_cast<double>(status.rss_bytes()))}));
  metrics.push_back(family("tripline_core_locked_memory_bytes", "Locked memory of the core.", MetricType::Gauge,
                           {gauge(static_cast<double>(status.locked_bytes()))}));
}

void add_counts(const wire::Status& status, Metrics& metrics) {
  const auto count = [](const wire::Counter& row) {
    return counter(static_cast<double>(row.value()), {{"name", words(row.name())}});
  };
  metrics.push_back(family("tripline_events_total", "What the core counted since its run began: frames, shots, CAN.",
                           MetricType::Counter, rows(status.counters(), count)));
  metrics.push_back(family("tripline_drops_total", "What was lost, by the place that lost it. All zero is health.",
                           MetricType::Counter, rows(status.drops(), count)));
}

void add_devices(const wire::Status& status, Metrics& metrics) {
  const auto labels = [](const wire::Device& device) -> std::vector<std::pair<std::string, std::string>> {
    return {{"role", wire::EnumNameDeviceRole(device.role())}, {"name", words(device.name())}};
  };
  metrics.push_back(family("tripline_device_up", "1 while the device works.", MetricType::Gauge,
                           rows(status.devices(), [&](const wire::Device& device) {
                             return gauge(device.state() == wire::DeviceState::ok, labels(device));
                           })));
  metrics.push_back(family(
      "tripline_device_rate_hertz", "Frames per second over the last second.", MetricType::Gauge,
      rows(status.devices(), [&](const wire::Device& device) { return gauge(device.rate_hz(), labels(device)); })));
}

void add_buses(const wire::Status& status, Metrics& metrics) {
  const auto add = [&](const char* name, const char* help, MetricType type, auto value) {
    metrics.push_back(family(name, help, type, rows(status.can_buses(), [&](const wire::CanBusHealth& bus) {
                               const auto number = static_cast<double>(value(bus));
                               return type == MetricType::Counter ? counter(number, {{"bus", words(bus.name())}})
                                                                  : gauge(number, {{"bus", words(bus.name())}});
                             })));
  };
  using Bus = wire::CanBusHealth;
  add("tripline_can_bus_losses_total", "Times that the bus was lost.", MetricType::Counter,
      [](const Bus& bus) { return bus.losses(); });
  add("tripline_can_error_frames_total", "Error frames of the bus.", MetricType::Counter,
      [](const Bus& bus) { return bus.error_frames(); });
  add("tripline_can_unknown_ids", "Ids seen that no DBC names.", MetricType::Gauge,
      [](const Bus& bus) { return bus.unknown_ids(); });
  add("tripline_can_invalid_messages", "Messages that are not well now.", MetricType::Gauge,
      [](const Bus& bus) { return bus.invalid_count(); });
}

ClientMetric distribution(const wire::Status& status, const wire::Latency& latency) {
  auto metric = labelled({{"path", words(latency.name())}});
  metric.histogram.sample_count = latency.count();
  metric.histogram.sample_sum = seconds_of(latency.sum_ns());
  if (status.latency_bounds_ns() == nullptr || latency.at_most() == nullptr) return metric;
  const auto size = std::min(status.latency_bounds_ns()->size(), latency.at_most()->size());
  for (flatbuffers::uoffset_t i = 0; i < size; ++i)
    metric.histogram.bucket.push_back({latency.at_most()->Get(i), seconds_of(status.latency_bounds_ns()->Get(i))});
  return metric;
}

void add_latencies(const wire::Status& status, Metrics& metrics) {
  metrics.push_back(
      family("tripline_latency_seconds", "Latencies since the run began, by what is timed.", MetricType::Histogram,
             rows(status.latencies(), [&](const wire::Latency& latency) { return distribution(status, latency); })));
}

void add_threads(const wire::Status& status, Metrics& metrics) {
  const auto labels = [](const wire::Thread& thread) -> std::vector<std::pair<std::string, std::string>> {
    return {{"thread", words(thread.name())}};
  };
  metrics.push_back(family("tripline_thread_turns_total", "Turns of the thread's loop.", MetricType::Counter,
                           rows(status.threads(), [&](const wire::Thread& thread) {
                             return counter(static_cast<double>(thread.turns()), labels(thread));
                           })));
  metrics.push_back(family("tripline_thread_page_faults_total", "Page faults of the thread since its loop began.",
                           MetricType::Counter, rows(status.threads(), [&](const wire::Thread& thread) {
                             return counter(static_cast<double>(thread.page_faults()), labels(thread));
                           })));
  metrics.push_back(family(
      "tripline_thread_fifo_priority", "SCHED_FIFO priority in force; 0: ordinary.", MetricType::Gauge,
      rows(status.threads(), [&](const wire::Thread& thread) { return gauge(thread.priority(), labels(thread)); })));
}

}  // namespace

void add_status_metrics(const wire::Status& status, Metrics& metrics) {
  add_run(status, metrics);
  add_counts(status, metrics);
  add_devices(status, metrics);
  add_buses(status, metrics);
  add_latencies(status, metrics);
  add_threads(status, metrics);
}

}  // namespace tripline
