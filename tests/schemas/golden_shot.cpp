// The golden `shot` and `frame`.
#include "schemas/frame_bfbs_generated.h"
#include "schemas/frame_generated.h"
#include "schemas/shot_bfbs_generated.h"
#include "schemas/shot_generated.h"
#include "tests/schemas/golden_parts.hpp"

namespace tripline::golden {
namespace {

Offset<wire::ShotLine> line(Builder& builder, const char* name, wire::ShotLineUse use) {
  const auto name_text = text(builder, name);
  wire::ShotLineBuilder line(builder);
  line.add_name(name_text);
  line.add_use(use);
  line.add_provenance(wire::Provenance::simulated);
  return line.Finish();
}

Offset<wire::Pulse> pulse(Builder& builder, std::uint8_t index, std::uint64_t planned_on_ns, bool overlong) {
  wire::PulseBuilder pulse(builder);
  pulse.add_line(index);
  pulse.add_planned_on_ns(planned_on_ns);
  pulse.add_planned_off_ns(planned_on_ns + 20'000);
  pulse.add_on_ns(planned_on_ns + 1'100);
  pulse.add_off_ns(planned_on_ns + (overlong ? 90'000 : 21'300));
  pulse.add_overlong(overlong);
  return pulse.Finish();
}

Offset<wire::SignalAtShot> signal(Builder& builder) {
  const auto name = text(builder, "EngineSpeed");
  const auto unit = text(builder, "rpm");
  wire::SignalAtShotBuilder signal(builder);
  signal.add_name(name);
  signal.add_value(3'250.5);
  signal.add_unit(unit);
  signal.add_age_ns(7'000'000);
  signal.add_stale(false);
  signal.add_provenance(wire::Provenance::simulated);
  return signal.Finish();
}

Offset<wire::ShotLatency> shot_latency(Builder& builder) {
  const auto name = text(builder, "trigger");
  wire::ShotLatencyBuilder latency(builder);
  latency.add_name(name);
  latency.add_ns(1'900);
  latency.add_share_at_most(0.75);
  latency.add_count(12);
  return latency.Finish();
}

Offset<wire::Shot> shot(Builder& builder) {
  const auto latencies = builder.CreateVector(std::vector{shot_latency(builder)});
  const auto frames = numbers<std::uint64_t>(builder, {294, 295, 296, 297, 298, 299, 300, 301});
  const auto first = pulse(builder, 0, 1'000'104'000, false);
  const auto second = pulse(builder, 0, 1'000'824'000, true);
  const auto camera = pulse(builder, 1, 1'000'104'000, false);
  const auto pulses = tables(builder, {first, second, camera});
  const auto lines = tables(
      builder, {line(builder, "lamp", wire::ShotLineUse::lamp), line(builder, "camera", wire::ShotLineUse::camera)});
  const auto fault = text(builder, "the core stopped");
  const auto signals = tables(builder, {signal(builder)});
  const auto refused = text(builder, "");
  const wire::Header head = header();
  wire::ShotBuilder shot(builder);
  shot.add_header(&head);
  shot.add_shot_id(3);
  shot.add_origin(wire::ShotOrigin::motion);
  shot.add_frame_provenance(wire::Provenance::replayed);
  shot.add_strobe_provenance(wire::Provenance::simulated);
  shot.add_trip_frame(300);
  shot.add_frames(frames);
  shot.add_sensor_ns(1'000'000'000);
  shot.add_delivered_ns(1'000'102'000);
  shot.add_decided_ns(1'000'102'450);
  shot.add_edge_asked_ns(1'000'102'800);
  shot.add_edge_done_ns(1'000'103'900);
  shot.add_pulses(pulses);
  shot.add_roi_changed(0.41);
  shot.add_guard_changed(0.0);
  shot.add_residual(0.2);
  shot.add_correlation(-0.07);
  shot.add_signals(signals);
  shot.add_realtime(true);
  shot.add_strobe_refused(refused);
  shot.add_strobe_lines(lines);
  shot.add_strobe_fault(fault);
  shot.add_input_ns(999'999'000);
  shot.add_input_woken_ns(999'999'500);
  shot.add_latencies(latencies);
  return shot.Finish();
}

Offset<wire::Frame> frame(Builder& builder) {
  const auto pixels = numbers<std::uint8_t>(builder, {0, 1, 2, 127, 128, 255});
  const wire::Header head = header();
  const wire::Rect roi(2, 2, 4, 2);
  const wire::Rect guard(0, 0, 6, 4);
  wire::FrameBuilder frame(builder);
  frame.add_header(&head);
  frame.add_frame_sequence(298);
  frame.add_sensor_ns(1'000'000'000);
  frame.add_shot_id(3);
  frame.add_index(-2);
  frame.add_format(wire::PixelFormat::gray8);
  frame.add_width(3);
  frame.add_height(2);
  frame.add_step(2);
  frame.add_roi(&roi);
  frame.add_guard(&guard);
  frame.add_provenance(wire::Provenance::replayed);
  frame.add_pixels(pixels);
  return frame.Finish();
}

}  // namespace

GoldenEvent golden_shot() {
  return {"shot", wire::ShotIdentifier(), binary_schema<wire::ShotBinarySchema>(),
          [](flatbuffers::Verifier& verifier) { return wire::VerifyShotBuffer(verifier); },
          build(wire::ShotIdentifier(), shot)};
}

GoldenEvent golden_frame() {
  return {"frame", wire::FrameIdentifier(), binary_schema<wire::FrameBinarySchema>(),
          [](flatbuffers::Verifier& verifier) { return wire::VerifyFrameBuffer(verifier); },
          build(wire::FrameIdentifier(), frame)};
}

}  // namespace tripline::golden
