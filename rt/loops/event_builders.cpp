#include "rt/loops/event_builders.hpp"

#include <flatbuffers/idl.h>

#include "schemas/alert_generated.h"
#include "schemas/can_raw_generated.h"
#include "schemas/can_signals_generated.h"
#include "schemas/catalog_generated.h"
#include "schemas/config_in_force_generated.h"
#include "schemas/frame_generated.h"
#include "schemas/log_generated.h"

namespace tripline {
namespace {

void begin(Builder& builder) {
  builder.Clear();
  builder.ForceDefaults(true);  // plain reflection readers drop what equals its default
}

wire::Rect rect_of(const Region& region) {
  const auto px = [](std::uint32_t value) { return static_cast<std::uint16_t>(value); };
  return {px(region.x), px(region.y), px(region.width), px(region.height)};
}

wire::Provenance wire_of(Provenance provenance) { return static_cast<wire::Provenance>(provenance); }

}  // namespace

void build_frame(Builder& builder, const wire::Header& header, const FrameSlot& slot, const MotionWindow& window,
                 Provenance provenance, std::uint32_t step) {
  begin(builder);
  const std::uint32_t width = (slot.width + step - 1) / step;
  const std::uint32_t height = (slot.height + step - 1) / step;
  std::uint8_t* out = nullptr;
  const auto pixels = builder.CreateUninitializedVector(std::size_t{width} * height, &out);
  for (std::uint32_t y = 0; y < slot.height; y += step)
    for (std::uint32_t x = 0; x < slot.width; x += step) *out++ = slot.pixels[std::size_t{y} * slot.width + x];
  const auto roi = rect_of(window.roi);
  const auto guard = rect_of(window.outer);
  wire::FinishFrameBuffer(
      builder,
      wire::CreateFrame(builder, &header, slot.index.value, to_ns(slot.sensor_time), slot.shot_id, slot.place,
                        wire::PixelFormat::gray8, static_cast<std::uint16_t>(width), static_cast<std::uint16_t>(height),
                        static_cast<std::uint8_t>(step), &roi, &guard, wire_of(provenance), pixels));
}

void build_can_raw(Builder& builder, const wire::Header& header, const CanBusInfo& bus,
                   std::span<const CanFrame> frames) {
  begin(builder);
  std::vector<std::uint64_t> times;
  std::vector<std::uint32_t> ids;
  std::vector<std::uint8_t> flags, lengths, data;
  for (const auto& frame : frames) {
    times.push_back(to_ns(frame.time));
    ids.push_back(frame.id);
    flags.push_back(frame.flags);
    lengths.push_back(frame.length);
    data.insert(data.end(), frame.data.begin(), frame.data.begin() + frame.length);
  }
  const auto name = builder.CreateString(bus.name);
  const auto time_vector = builder.CreateVector(times);
  const auto id_vector = builder.CreateVector(ids);
  const auto flag_vector = builder.CreateVector(flags);
  const auto length_vector = builder.CreateVector(lengths);
  const auto data_vector = builder.CreateVector(data);
  wire::FinishCanRawBuffer(builder, wire::CreateCanRaw(builder, &header, name, wire_of(bus.provenance), time_vector,
                                                       id_vector, flag_vector, length_vector, data_vector));
}

void build_can_signals(Builder& builder, const wire::Header& header, std::uint32_t catalog_revision,
                       std::span<const SignalSample> samples) {
  begin(builder);
  std::vector<std::uint32_t> signals, stale;
  std::vector<std::uint64_t> times;
  std::vector<double> values;
  for (const auto& sample : samples) {
    if (sample.stale) {
      stale.push_back(sample.signal);
      continue;
    }
    signals.push_back(sample.signal);
    times.push_back(to_ns(sample.time));
    values.push_back(sample.value);
  }
  const auto signal_vector = builder.CreateVector(signals);
  const auto time_vector = builder.CreateVector(times);
  const auto value_vector = builder.CreateVector(values);
  const auto stale_vector = builder.CreateVector(stale);
  wire::FinishCanSignalsBuffer(builder, wire::CreateCanSignals(builder, &header, catalog_revision, signal_vector,
                                                               time_vector, value_vector, stale_vector));
}

void build_catalog(Builder& builder, const wire::Header& header, const SignalCatalog& catalog) {
  begin(builder);
  std::vector<flatbuffers::Offset<wire::Signal>> signals;
  for (std::uint32_t i = 0; i < catalog.signals.size(); ++i) {
    const CatalogSignal& info = catalog.signals[i];
    std::vector<flatbuffers::Offset<wire::Choice>> choices;
    for (const auto& choice : info.choices)
      choices.push_back(wire::CreateChoice(builder, choice.raw, builder.CreateString(choice.name)));
    const auto name = builder.CreateString(info.name);
    const auto message = builder.CreateString(info.message);
    const auto bus = builder.CreateString("");
    const auto unit = builder.CreateString(info.unit);
    const auto choice_vector = builder.CreateVector(choices);
    const auto comment = builder.CreateString(info.comment);
    const auto dbc_name = builder.CreateString(info.dbc_name);
    const auto expression = builder.CreateString(info.expression);
    signals.push_back(wire::CreateSignal(builder, i, name, message, info.id.value, info.id.extended, bus, unit,
                                         info.minimum, info.maximum, choice_vector, wire_of(info.provenance),
                                         static_cast<std::uint64_t>(info.timeout.count()), comment, dbc_name,
                                         expression));
  }
  const auto signal_vector = builder.CreateVector(signals);
  wire::FinishCatalogBuffer(builder, wire::CreateCatalog(builder, &header, catalog.revision, signal_vector));
}

namespace {

flatbuffers::Offset<flatbuffers::Vector<flatbuffers::Offset<wire::LayerValue>>> build_layers(
    Builder& builder, const std::vector<LayerValue>& layers) {
  std::vector<flatbuffers::Offset<wire::LayerValue>> values;
  for (const auto& [layer, json] : layers)
    values.push_back(
        wire::CreateLayerValue(builder, static_cast<wire::ConfigLayer>(layer), builder.CreateString(json)));
  return builder.CreateVector(values);
}

}  // namespace

void build_config(Builder& builder, const wire::Header& header, const std::string& profile, const ConfigStore& store) {
  begin(builder);
  const auto config = wire::CreateConfig(builder, &store.config());
  std::vector<flatbuffers::Offset<wire::ConfigValue>> values;
  for (const auto& value : store.values()) {
    const auto path = builder.CreateString(value.field->path);
    const auto json = builder.CreateString(value.json);
    const auto layers = build_layers(builder, value.layers);
    values.push_back(wire::CreateConfigValue(builder, path, json, static_cast<wire::ConfigLayer>(value.layer),
                                             value.field->restart, layers));
  }
  const auto value_vector = builder.CreateVector(values);
  const auto name = builder.CreateString(profile);
  wire::FinishConfigInForceBuffer(
      builder, wire::CreateConfigInForce(builder, &header, store.revision(), name, config, value_vector));
}

void build_notice(Builder& builder, const wire::Header& header, const Notice& notice) {
  begin(builder);
  const auto source = builder.CreateString(notice.source);
  const auto message = builder.CreateString(notice.message);
  if (!notice.is_alert) {
    const auto wall_ns = notice.wall.time_since_epoch().count();
    wire::FinishLogBuffer(builder, wire::CreateLog(builder, &header, static_cast<wire::LogLevel>(notice.level), source,
                                                   message, wall_ns));
    return;
  }
  const auto remedy = builder.CreateString(notice.remedy);
  const auto severity = notice.level >= LogLevel::kError     ? wire::Severity::error
                        : notice.level == LogLevel::kWarning ? wire::Severity::warning
                                                             : wire::Severity::info;
  wire::FinishAlertBuffer(
      builder, wire::CreateAlert(builder, &header, severity, notice.kind, source, message, remedy, to_ns(notice.mono)));
}

}  // namespace tripline
