#include "tests/shim/support/events.hpp"

#include <limits>

#include "schemas/alert_generated.h"
#include "schemas/can_raw_generated.h"
#include "schemas/can_signals_generated.h"
#include "schemas/catalog_generated.h"
#include "schemas/config_in_force_generated.h"
#include "schemas/frame_generated.h"
#include "schemas/shot_generated.h"
#include "schemas/status_generated.h"

namespace tripline::test {
namespace {

constexpr std::uint64_t kSecondNs = 1'000'000'000;
constexpr std::int64_t kRealtimeOffsetNs = 1'700'000'000'000'000'000;

std::unique_ptr<wire::ConfigValueT> value(std::string path, std::vector<std::pair<wire::ConfigLayer, int>> layers) {
  auto made = std::make_unique<wire::ConfigValueT>();
  made->path = std::move(path);
  made->layer = layers.back().first;
  made->value = std::to_string(layers.back().second);
  for (const auto& [layer, number] : layers) {
    made->layers.push_back(std::make_unique<wire::LayerValueT>());
    made->layers.back()->layer = layer;
    made->layers.back()->value = std::to_string(number);
  }
  return made;
}

}  // namespace

wire::Header header(std::uint64_t sequence, std::uint64_t run_id) { return {sequence, sequence * kSecondNs, run_id}; }

Bytes status_bytes(const wire::Header& header, const std::string& stopping) {
  wire::StatusT status;
  status.rig = "main";
  status.profile = "demo";
  status.version = "0.1.0";
  status.realtime_offset_ns = kRealtimeOffsetNs;
  status.state = wire::TriggerState::armed;
  status.stopping = stopping;
  return packed<wire::Status>(status, header, "TSTA");
}

Bytes config_bytes(const wire::Header& header, const wire::RecordT& record) {
  wire::ConfigInForceT config;
  config.profile = "demo";
  config.config = std::make_unique<wire::ConfigT>();
  config.config->record = std::make_unique<wire::RecordT>(record);
  return packed<wire::ConfigInForce>(config, header, "TCIF");
}

Bytes layered_config_bytes(const wire::Header& header, std::uint32_t revision) {
  using Layer = wire::ConfigLayer;
  wire::ConfigInForceT config;
  config.profile = "demo";
  config.revision = revision;
  config.config = std::make_unique<wire::ConfigT>();
  config.values.push_back(
      value("trigger.threshold", {{Layer::defaults, 25}, {Layer::profile, 30}, {Layer::overrides, 40}}));
  config.values.push_back(value("trigger.guard", {{Layer::defaults, 8}, {Layer::calibration, 5}}));
  return packed<wire::ConfigInForce>(config, header, "TCIF");
}

Bytes catalog_bytes(const wire::Header& header, const std::vector<std::string>& names) {
  wire::CatalogT catalog;
  catalog.revision = 1;
  for (const auto& name : names) {
    auto signal = std::make_unique<wire::SignalT>();
    signal->index = static_cast<std::uint32_t>(catalog.signals.size());
    signal->name = name;
    signal->message = "Engine";
    signal->can_id = 0x123 + signal->index;
    signal->unit = "rpm";
    catalog.signals.push_back(std::move(signal));
  }
  return packed<wire::Catalog>(catalog, header, "TCAT");
}

Bytes catalog_bytes(const wire::Header& header) {
  wire::CatalogT catalog;
  return packed<wire::Catalog>(catalog, header, "TCAT");
}

Bytes shot_bytes(const wire::Header& header, std::uint32_t shot_id) {
  wire::ShotT shot;
  shot.shot_id = shot_id;
  return packed<wire::Shot>(shot, header, "TSHO");
}

Bytes frame_bytes(const wire::Header& header, std::uint32_t shot_id, std::size_t pixels) {
  wire::FrameT frame;
  frame.shot_id = shot_id;
  frame.pixels.assign(pixels, 7);
  frame.provenance = wire::Provenance::simulated;
  if (pixels <= std::numeric_limits<std::uint16_t>::max()) {
    frame.width = static_cast<std::uint16_t>(pixels);
    frame.height = 1;
  }
  return packed<wire::Frame>(frame, header, "TFRM");
}

Bytes can_signals_bytes(const wire::Header& header) {
  wire::CanSignalsT signals;
  signals.signal = {0};
  signals.mono_ns = {header.mono_ns()};
  signals.value = {1.5};
  return packed<wire::CanSignals>(signals, header, "TCSG");
}

Bytes can_raw_bytes(const wire::Header& header, std::uint32_t id, std::uint64_t mono_ns) {
  wire::CanRawT raw;
  raw.bus = "can0";
  raw.mono_ns = {mono_ns};
  raw.id = {id};
  raw.flags = {0};
  raw.length = {2};
  raw.data = {0xab, 0x01};
  return packed<wire::CanRaw>(raw, header, "TCRW");
}

Bytes alert_bytes(const wire::Header& header, const std::string& message) {
  wire::AlertT alert;
  alert.source = "camera";
  alert.message = message;
  return packed<wire::Alert>(alert, header, "TALR");
}

Bytes log_bytes(const wire::Header& header, const std::string& message, wire::LogLevel level) {
  wire::LogT log;
  log.level = level;
  log.source = "app";
  log.message = message;
  return packed<wire::Log>(log, header, "TLOG");
}

std::shared_ptr<const Event> event(std::string_view key, const wire::Header& header, const Bytes& bytes) {
  auto made = std::make_shared<Event>();
  made->topic = find_topic(key).value();
  made->message = zmq::message_t(bytes.data(), bytes.size());
  made->sequence = header.sequence();
  made->run_id = header.run_id();
  made->made_at = mono_from_ns(header.mono_ns());
  return made;
}

}  // namespace tripline::test
