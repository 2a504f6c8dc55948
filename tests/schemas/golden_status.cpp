// The golden `status`.
#include "schemas/status_bfbs_generated.h"
#include "schemas/status_generated.h"
#include "tests/schemas/golden_parts.hpp"

namespace tripline::golden {

Offset<wire::Counter> counter(Builder& builder, std::string_view name, std::uint64_t value) {
  const auto written = text(builder, name);
  wire::CounterBuilder counter(builder);
  counter.add_name(written);
  counter.add_value(value);
  return counter.Finish();
}

namespace {

Offset<wire::Device> device(Builder& builder) {
  const auto name = text(builder, "sim");
  const auto detail = text(builder, "struck ball, 96 × 88 at 571 Hz");
  wire::DeviceBuilder device(builder);
  device.add_role(wire::DeviceRole::camera);
  device.add_name(name);
  device.add_detail(detail);
  device.add_provenance(wire::Provenance::simulated);
  device.add_state(wire::DeviceState::ok);
  device.add_last_mono_ns(999'000'000);
  device.add_rate_hz(571.5);
  return device.Finish();
}

Offset<wire::Thread> thread(Builder& builder) {
  const auto name = text(builder, "camera");
  const auto wakes_on = text(builder, "frame");
  wire::ThreadBuilder thread(builder);
  thread.add_name(name);
  thread.add_tid(4242);
  thread.add_priority_wanted(80);
  thread.add_priority(0);
  thread.add_cpu(-1);
  thread.add_wakes_on(wakes_on);
  thread.add_budget_ns(100'000);
  thread.add_turns(571);
  thread.add_page_faults(3);
  return thread.Finish();
}

Offset<wire::Latency> latency(Builder& builder) {
  const auto name = text(builder, "trigger");
  const auto what = text(builder, "frame delivered to first edge done");
  const auto at_most = numbers<std::uint64_t>(builder, {7, 12});
  wire::LatencyBuilder latency(builder);
  latency.add_name(name);
  latency.add_count(12);
  latency.add_p50_ns(470);
  latency.add_p99_ns(1'900);
  latency.add_p999_ns(3'900);
  latency.add_max_ns(12'900);
  latency.add_p90_ns(1'100);
  latency.add_what(what);
  latency.add_at_most(at_most);
  latency.add_sum_ns(9'870);
  return latency.Finish();
}

Offset<wire::Degraded> degraded(Builder& builder) {
  const auto what = text(builder, "no SCHED_FIFO");
  const auto remedy = text(builder, "give CAP_SYS_NICE");
  wire::DegradedBuilder degraded(builder);
  degraded.add_what(what);
  degraded.add_remedy(remedy);
  return degraded.Finish();
}

Offset<wire::CanUnknownId> unknown_id(Builder& builder) {
  wire::CanUnknownIdBuilder unknown(builder);
  unknown.add_id(0x1ABCDE);
  unknown.add_extended(true);
  unknown.add_count(1'234);
  unknown.add_rate_hz(99.5);
  return unknown.Finish();
}

Offset<wire::CanMessageHealth> invalid_message(Builder& builder) {
  const auto name = text(builder, "Brake");
  wire::CanMessageHealthBuilder message(builder);
  message.add_name(name);
  message.add_id(0x1A5);
  message.add_extended(false);
  message.add_state(wire::CanMessageState::checksum);
  message.add_since_mono_ns(998'000'000);
  return message.Finish();
}

Offset<wire::CanBusHealth> can_bus(Builder& builder) {
  const auto name = text(builder, "can0");
  const auto because = text(builder, "unplugged");
  const auto unknown = tables(builder, {unknown_id(builder)});
  const auto invalid = tables(builder, {invalid_message(builder)});
  wire::CanBusHealthBuilder bus(builder);
  bus.add_name(name);
  bus.add_state(wire::DeviceState::ok);
  bus.add_lost_because(because);
  bus.add_losses(1);
  bus.add_controller(wire::CanController::error_warning);
  bus.add_transmit_errors(3);
  bus.add_receive_errors(97);
  bus.add_error_frames(4);
  bus.add_messages_seen(23);
  bus.add_unknown_ids(12);
  bus.add_unknown_beyond(5);
  bus.add_unknown(unknown);
  bus.add_invalid(invalid);
  bus.add_invalid_count(1);
  return bus.Finish();
}

Offset<wire::Status> status(Builder& builder) {
  const auto rig = text(builder, "main");
  const auto profile = text(builder, "demo");
  const auto version = text(builder, "0.1.0");
  const auto reasons = tables(builder, {degraded(builder)});
  const auto devices = tables(builder, {device(builder)});
  const auto threads = tables(builder, {thread(builder)});
  const auto frames = counter(builder, "frames", 9'007'199'254'740'993);
  const auto shots = counter(builder, "shots", 0);
  const auto counters = tables(builder, {frames, shots});
  const auto drops = tables(builder, {counter(builder, "shot_ring", 2)});
  const auto latencies = tables(builder, {latency(builder)});
  const auto stopping = text(builder, "");
  const auto can_buses = tables(builder, {can_bus(builder)});
  const auto bounds = numbers<std::uint64_t>(builder, {500, 20'000});
  const wire::Header head = header();
  wire::StatusBuilder status(builder);
  status.add_header(&head);
  status.add_rig(rig);
  status.add_profile(profile);
  status.add_version(version);
  status.add_pid(31'337);
  status.add_started_mono_ns(500'000'000);
  status.add_realtime_offset_ns(1'793'000'000'000'000'000);
  status.add_state(wire::TriggerState::armed);
  status.add_realtime(false);
  status.add_degraded(reasons);
  status.add_devices(devices);
  status.add_threads(threads);
  status.add_counters(counters);
  status.add_drops(drops);
  status.add_latencies(latencies);
  status.add_rss_bytes(48'000'000);
  status.add_locked_bytes(47'000'000);
  status.add_stopping(stopping);
  status.add_can_buses(can_buses);
  status.add_latency_bounds_ns(bounds);
  return status.Finish();
}

}  // namespace

GoldenEvent golden_status() {
  return {"status", wire::StatusIdentifier(), binary_schema<wire::StatusBinarySchema>(),
          [](flatbuffers::Verifier& verifier) { return wire::VerifyStatusBuffer(verifier); },
          build(wire::StatusIdentifier(), status)};
}

}  // namespace tripline::golden
