// The topic `shot`.
#include <algorithm>
#include <optional>
#include <string>

#include "rt/loops/event_builders.hpp"
#include "rt/loops/totals.hpp"
#include "schemas/shot_generated.h"

namespace tripline {
namespace {

flatbuffers::Offset<flatbuffers::Vector<flatbuffers::Offset<wire::Pulse>>> build_pulses(Builder& builder,
                                                                                        const PulseTrain& train) {
  std::vector<flatbuffers::Offset<wire::Pulse>> pulses;
  for (std::size_t i = 0; i < train.count; ++i) {
    const MadePulse& pulse = train.pulses[i];
    pulses.push_back(wire::CreatePulse(builder, pulse.line, to_ns(pulse.planned_on), to_ns(pulse.planned_off),
                                       to_ns(pulse.on), to_ns(pulse.off), pulse.overlong));
  }
  return builder.CreateVector(pulses);
}

flatbuffers::Offset<flatbuffers::Vector<flatbuffers::Offset<wire::SignalAtShot>>> build_signals(
    Builder& builder, const SignalsAtMoment& moment) {
  std::vector<flatbuffers::Offset<wire::SignalAtShot>> signals;
  for (const auto& value : moment.values) {
    const CatalogSignal& info = moment.catalog->signals[value.signal];
    const auto name = builder.CreateString(info.name);
    const auto unit = builder.CreateString(info.unit);
    signals.push_back(wire::CreateSignalAtShot(builder, name, value.value, unit,
                                               static_cast<std::uint64_t>(value.age.count()), value.stale,
                                               static_cast<wire::Provenance>(info.provenance)));
  }
  return builder.CreateVector(signals);
}

/// Why the pattern is not whole.
std::string fault_of(const PulseTrain& train) {
  if (train.device_failed) return "the line refused to be set; the pattern ended there";
  const auto end = train.pulses.begin() + static_cast<std::ptrdiff_t>(train.count);
  const bool overlong = std::any_of(train.pulses.begin(), end, [](const MadePulse& pulse) { return pulse.overlong; });
  if (train.cut_short)
    return overlong ? "a lamp was on longer than it bears; the pattern ended there" : "the core stopped";
  return "";
}

flatbuffers::Offset<flatbuffers::Vector<flatbuffers::Offset<wire::ShotLine>>> build_lines(Builder& builder,
                                                                                          const CoreParts& parts) {
  std::vector<flatbuffers::Offset<wire::ShotLine>> lines;
  if (const auto* info = parts.strobe.line_info())
    for (std::size_t i = 0; i < info->lines.size(); ++i) {
      const auto name = builder.CreateString(info->lines[i]);
      const bool lamp = (parts.lamps & line_bit(i)) != 0;
      lines.push_back(wire::CreateShotLine(builder, name, lamp ? wire::ShotLineUse::lamp : wire::ShotLineUse::camera,
                                           static_cast<wire::Provenance>(info->provenance)));
    }
  return builder.CreateVector(lines);
}

/// The first edge is the zero of the plan; its own error is 0.
nanoseconds worst_edge(const PulseTrain& train) {
  nanoseconds worst(0);
  for (std::size_t i = 0; i < train.count; ++i) {
    const MadePulse& pulse = train.pulses[i];
    worst = std::max(
        {worst, std::chrono::abs(pulse.on - pulse.planned_on), std::chrono::abs(pulse.off - pulse.planned_off)});
  }
  return worst;
}

/// What this shot took of the latency of that name; nothing where the shot has no such part.
std::optional<nanoseconds> latency_of(const AssembledShot& shot, std::string_view name) {
  const CameraRecord& trip = shot.trip;
  const bool whole = shot.train.count > 0 && !shot.train.cut_short && !shot.train.device_failed;
  if (name == "edge_error" && whole) return worst_edge(shot.train);
  const bool lit = trip.edge.refusal == StrobeRefusal::kNone;
  if (trip.origin == ShotOrigin::kInput)  // its trip frame came after the edge
    return lit && name == "input" ? std::optional(trip.edge.done - trip.input) : std::nullopt;
  if (name == "delivery") return trip.delivered - trip.sensor;
  if (name == "decision") return trip.decided - trip.delivered;
  if (name == "trigger" && lit) return trip.edge.done - trip.delivered;
  return std::nullopt;
}

flatbuffers::Offset<flatbuffers::Vector<flatbuffers::Offset<wire::ShotLatency>>> build_latencies(
    Builder& builder, const AssembledShot& shot, const CoreParts& parts) {
  std::vector<flatbuffers::Offset<wire::ShotLatency>> latencies;
  for (const auto& of_run : latencies_of(parts)) {
    const auto took = latency_of(shot, of_run.name);
    if (!took) continue;
    const auto name = builder.CreateString(of_run.name);
    const auto ns = static_cast<std::uint64_t>(std::max(took->count(), nanoseconds::rep{0}));
    latencies.push_back(wire::CreateShotLatency(builder, name, ns, of_run.histogram->share_at_most(*took),
                                                of_run.histogram->percentiles().count));
  }
  return builder.CreateVector(latencies);
}

}  // namespace

void build_shot(Builder& builder, const wire::Header& header, const AssembledShot& shot, const CoreParts& parts) {
  builder.Clear();
  builder.ForceDefaults(true);
  std::vector<std::uint64_t> indices;
  for (const auto index : shot.frames) indices.push_back(index.value);
  const auto frames = builder.CreateVector(indices);
  const auto pulses = build_pulses(builder, shot.train);
  const auto signals = build_signals(builder, shot.signals);
  const auto refused = builder.CreateString(text_of(shot.trip.edge.refusal));
  const auto lines = build_lines(builder, parts);
  const auto fault = builder.CreateString(fault_of(shot.train));
  const auto latencies = build_latencies(builder, shot, parts);
  const auto* line = parts.strobe.line_info();
  wire::ShotBuilder table(builder);
  table.add_header(&header);
  table.add_shot_id(shot.trip.shot_id);
  table.add_origin(static_cast<wire::ShotOrigin>(shot.trip.origin));
  table.add_frame_provenance(static_cast<wire::Provenance>(parts.camera_info.provenance));
  table.add_strobe_provenance(line == nullptr ? wire::Provenance::derived
                                              : static_cast<wire::Provenance>(line->provenance));
  table.add_trip_frame(shot.trip.frame.value);
  table.add_frames(frames);
  table.add_sensor_ns(to_ns(shot.trip.sensor));
  table.add_delivered_ns(to_ns(shot.trip.delivered));
  table.add_decided_ns(to_ns(shot.trip.decided));
  table.add_edge_asked_ns(to_ns(shot.trip.edge.asked));
  table.add_edge_done_ns(to_ns(first_edge_of(shot)));
  table.add_pulses(pulses);
  table.add_roi_changed(shot.trip.roi_changed);
  table.add_guard_changed(shot.trip.guard_changed);
  table.add_residual(shot.trip.residual);
  table.add_correlation(shot.trip.correlation);
  table.add_signals(signals);
  table.add_realtime(shot.trip.realtime && parts.facts.memory_locked);
  table.add_strobe_refused(refused);
  table.add_strobe_lines(lines);
  table.add_strobe_fault(fault);
  table.add_input_ns(to_ns(shot.trip.input));
  table.add_input_woken_ns(to_ns(shot.trip.input_woken));
  table.add_latencies(latencies);
  wire::FinishShotBuffer(builder, table.Finish());
}

}  // namespace tripline
