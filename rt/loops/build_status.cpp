// The topic `status`.
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <fstream>

#include "rt/loops/event_builders.hpp"
#include "rt/loops/totals.hpp"

namespace tripline {
namespace {

template <typename T>
using Vector = flatbuffers::Offset<flatbuffers::Vector<flatbuffers::Offset<T>>>;

// Three a decade, from below one decision to beyond one frame.
constexpr std::array<std::uint64_t, 22> kLatencyBoundsNs{
    200,        500,         1'000,       2'000,       5'000,         10'000,       20'000,     50'000,
    100'000,    200'000,     500'000,     1'000'000,   2'000'000,     5'000'000,    10'000'000, 20'000'000,
    50'000'000, 100'000'000, 200'000'000, 500'000'000, 1'000'000'000, 2'000'000'000};

struct Memory {
  std::uint64_t resident = 0;
  std::uint64_t locked = 0;
};

Memory read_memory() {
  Memory memory;
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    unsigned long long kib = 0;
    if (std::sscanf(line.c_str(), "VmRSS: %llu", &kib) == 1) memory.resident = kib * 1024;
    if (std::sscanf(line.c_str(), "VmLck: %llu", &kib) == 1) memory.locked = kib * 1024;
  }
  return memory;
}

flatbuffers::Offset<wire::Device> build_device(Builder& builder, wire::DeviceRole role, const std::string& name,
                                               const std::string& detail, Provenance provenance,
                                               wire::DeviceState state, MonoTime last, double rate_hz) {
  const auto name_text = builder.CreateString(name);
  const auto detail_text = builder.CreateString(detail);
  return wire::CreateDevice(builder, role, name_text, detail_text, static_cast<wire::Provenance>(provenance), state,
                            to_ns(last), rate_hz);
}

wire::DeviceState camera_state(const CoreParts& parts, const StatusView& view) {
  if (parts.camera.ended()) return wire::DeviceState::ended;
  if (view.camera_stalled) return wire::DeviceState::stalled;
  return parts.camera.frames().get() == 0 ? wire::DeviceState::starting : wire::DeviceState::ok;
}

Vector<wire::Device> build_devices(Builder& builder, const CoreParts& parts, const StatusView& view) {
  std::vector<flatbuffers::Offset<wire::Device>> devices;
  const auto& camera = parts.camera_info;
  devices.push_back(build_device(builder, wire::DeviceRole::camera, camera.name, camera.detail, camera.provenance,
                                 camera_state(parts, view), parts.camera.last_frame(), view.camera_hz));
  if (const auto* line = parts.strobe.line_info())
    devices.push_back(build_device(builder, wire::DeviceRole::strobe, line->name, line->detail, line->provenance,
                                   wire::DeviceState::ok, {}, 0));
  if (const auto* input = parts.input)
    devices.push_back(build_device(
        builder, wire::DeviceRole::input, input->info().name, input->info().detail, input->info().provenance,
        input->is_lost() ? wire::DeviceState::lost : wire::DeviceState::ok, input->last_edge(), 0));
  for (std::size_t i = 0; i < parts.buses.size(); ++i) {
    const auto& bus = *parts.buses[i];
    devices.push_back(build_device(builder, wire::DeviceRole::can, bus.info().name, bus.info().detail,
                                   bus.info().provenance, wire_of(bus.state()), bus.last_frame(),
                                   i < view.bus_hz.size() ? view.bus_hz[i] : 0));
  }
  return builder.CreateVector(devices);
}

Vector<wire::Thread> build_threads(Builder& builder, const ThreadSlots& slots) {
  std::vector<flatbuffers::Offset<wire::Thread>> threads;
  for (std::size_t i = 0; i < slots.size(); ++i) {
    const ThreadSlot& slot = slots[i];
    const int tid = slot.tid.load(std::memory_order_acquire);  // partner: the release in enter()
    if (tid == 0) continue;
    const ThreadRow& row = row_of(slot.role);
    const auto name = builder.CreateString(slot.name.data());
    const auto wakes_on = builder.CreateString(row.wakes_on.data(), row.wakes_on.size());
    threads.push_back(wire::CreateThread(builder, name, tid, row.fifo_priority, slot.priority.load(), slot.cpu,
                                         wakes_on, static_cast<std::uint64_t>(row.budget.count()), slot.left.get(),
                                         slot.page_faults()));
  }
  return builder.CreateVector(threads);
}

Vector<wire::Counter> build_counts(Builder& builder, const NamedCounts& counts) {
  std::vector<flatbuffers::Offset<wire::Counter>> counters;
  for (const auto& [name, value] : counts)
    counters.push_back(wire::CreateCounter(builder, builder.CreateString(name), value));
  return builder.CreateVector(counters);
}

Vector<wire::Latency> build_latencies(Builder& builder, const CoreParts& parts) {
  std::vector<flatbuffers::Offset<wire::Latency>> latencies;
  for (const auto& latency : latencies_of(parts)) {
    const auto p = latency.histogram->percentiles();
    const auto name = builder.CreateString(latency.name);
    const auto what = builder.CreateString(latency.what);
    const auto spread = latency.histogram->distribution(kLatencyBoundsNs);
    const auto at_most = builder.CreateVector(spread.at_most);
    latencies.push_back(wire::CreateLatency(builder, name, p.count, p.p50_ns, p.p99_ns, p.p999_ns, p.max_ns, p.p90_ns,
                                            what, at_most, spread.sum_ns));
  }
  return builder.CreateVector(latencies);
}

Vector<wire::Degraded> build_degraded(Builder& builder, const std::vector<Error>& reasons) {
  std::vector<flatbuffers::Offset<wire::Degraded>> degraded;
  for (const auto& reason : reasons) {
    const auto semicolon = reason.message.rfind("; ");
    const auto what = builder.CreateString(reason.message.substr(0, semicolon));
    const auto remedy =
        builder.CreateString(semicolon == std::string::npos ? "" : reason.message.substr(semicolon + 2));
    degraded.push_back(wire::CreateDegraded(builder, what, remedy));
  }
  return builder.CreateVector(degraded);
}

}  // namespace

void build_status(Builder& builder, const wire::Header& header, const CoreParts& parts, const StatusView& view) {
  builder.Clear();
  builder.ForceDefaults(true);
  const auto reasons = degraded_of(parts);
  const auto rig = builder.CreateString(parts.facts.rig);
  const auto profile = builder.CreateString(parts.facts.profile);
  const auto version = builder.CreateString(TRIPLINE_VERSION);
  const auto degraded = build_degraded(builder, reasons);
  const auto devices = build_devices(builder, parts, view);
  const auto threads = build_threads(builder, parts.threads);
  auto counts = counters_of(parts);
  if (view.strangers) counts.emplace_back("events_strangers", *view.strangers);
  const auto counters = build_counts(builder, counts);
  const auto drops = build_counts(builder, drops_of(parts));
  const auto latencies = build_latencies(builder, parts);
  const auto can_buses = build_can_health(builder, parts);
  const auto bounds = builder.CreateVector(kLatencyBoundsNs.data(), kLatencyBoundsNs.size());
  const auto stopping = builder.CreateString(view.stopping);
  const auto memory = read_memory();
  wire::FinishStatusBuffer(
      builder, wire::CreateStatus(builder, &header, rig, profile, version, ::getpid(), to_ns(parts.facts.started),
                                  realtime_offset().count(), static_cast<wire::TriggerState>(parts.camera.state()),
                                  reasons.empty(), degraded, devices, threads, counters, drops, latencies,
                                  memory.resident, memory.locked, stopping, can_buses, bounds));
}

}  // namespace tripline
