// Each topic's FlatBuffer from the core's own words. Every builder is finished when it is returned.
#pragma once

#include <flatbuffers/flatbuffers.h>

#include <span>
#include <vector>

#include "rt/loops/core_parts.hpp"
#include "rt/loops/shot_assembler.hpp"
#include "schemas/common_generated.h"
#include "schemas/status_generated.h"

namespace tripline {

/// Reused from event to event, so that its memory settles.
using Builder = flatbuffers::FlatBufferBuilder;

void build_frame(Builder& builder, const wire::Header& header, const FrameSlot& slot, const MotionWindow& window,
                 Provenance provenance, std::uint32_t step);
void build_shot(Builder& builder, const wire::Header& header, const AssembledShot& shot, const CoreParts& parts);
void build_can_raw(Builder& builder, const wire::Header& header, const CanBusInfo& bus,
                   std::span<const CanFrame> frames);
void build_can_signals(Builder& builder, const wire::Header& header, std::uint32_t catalog_revision,
                       std::span<const SignalSample> samples);
void build_catalog(Builder& builder, const wire::Header& header, const SignalCatalog& catalog);
void build_config(Builder& builder, const wire::Header& header, const std::string& profile, const ConfigStore& store);
void build_notice(Builder& builder, const wire::Header& header, const Notice& notice);

/// What the buses and their messages are like. Thread: the publisher's, the one reader of the reports.
flatbuffers::Offset<flatbuffers::Vector<flatbuffers::Offset<wire::CanBusHealth>>> build_can_health(
    Builder& builder, const CoreParts& parts);

/// What the publisher knows beyond the parts.
struct StatusView {
  bool camera_stalled = false;
  double camera_hz = 0;
  std::vector<double> bus_hz;                ///< as CoreParts::buses
  std::string stopping;                      ///< why the run ends; empty: it goes on
  std::optional<std::uint64_t> strangers{};  ///< remote subscribers turned away; nothing: none can come
};
wire::DeviceState wire_of(BusState state) noexcept;
void build_status(Builder& builder, const wire::Header& header, const CoreParts& parts, const StatusView& view);

}  // namespace tripline
