// Events as a core makes them, with as little in them as the contract allows.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/common_generated.h"
#include "schemas/config_generated.h"
#include "schemas/log_generated.h"
#include "shim/bus/event_subscriber.hpp"

namespace tripline::test {

using Bytes = std::vector<std::uint8_t>;

inline constexpr std::uint64_t kRunId = 0x1122334455667788;

/// Header with this sequence number, one second of CLOCK_MONOTONIC per number.
wire::Header header(std::uint64_t sequence, std::uint64_t run_id = kRunId);

Bytes status_bytes(const wire::Header& header, const std::string& stopping = {});
Bytes config_bytes(const wire::Header& header, const wire::RecordT& record = {});
/// trigger.threshold: 25 by default, 30 by the profile, 40 by an override; trigger.guard: 8, 5 by calibration.
Bytes layered_config_bytes(const wire::Header& header, std::uint32_t revision);
/// With signals of these names, the first one of message 0x123.
Bytes catalog_bytes(const wire::Header& header, const std::vector<std::string>& names);
Bytes catalog_bytes(const wire::Header& header);
Bytes shot_bytes(const wire::Header& header, std::uint32_t shot_id);
Bytes frame_bytes(const wire::Header& header, std::uint32_t shot_id, std::size_t pixels = 16);
Bytes can_signals_bytes(const wire::Header& header);
/// One frame with this id on bus can0.
Bytes can_raw_bytes(const wire::Header& header, std::uint32_t id, std::uint64_t mono_ns);
Bytes alert_bytes(const wire::Header& header, const std::string& message);
Bytes log_bytes(const wire::Header& header, const std::string& message, wire::LogLevel level = wire::LogLevel::info);

/// Any event from the object-API twin of its root table; its header is set here.
template <typename Root, typename Table>
Bytes packed(Table& table, const wire::Header& header, const char* identifier) {
  table.header = std::make_unique<wire::Header>(header);
  flatbuffers::FlatBufferBuilder builder;
  builder.Finish(Root::Pack(builder, &table), identifier);
  return {builder.GetBufferPointer(), builder.GetBufferPointer() + builder.GetSize()};
}

/// The event a reader gets when these bytes come under this key.
std::shared_ptr<const Event> event(std::string_view key, const wire::Header& header, const Bytes& bytes);

}  // namespace tripline::test
