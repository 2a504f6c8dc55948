// Events as a core makes them, with as little in them as the contract allows.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/common_generated.h"
#include "schemas/config_generated.h"
#include "shim/bus/event_subscriber.hpp"

namespace tripline::test {

using Bytes = std::vector<std::uint8_t>;

inline constexpr std::uint64_t kRunId = 0x1122334455667788;

/// Header with this sequence number, one second of CLOCK_MONOTONIC per number.
wire::Header header(std::uint64_t sequence, std::uint64_t run_id = kRunId);

Bytes status_bytes(const wire::Header& header, const std::string& stopping = {});
Bytes config_bytes(const wire::Header& header, const wire::RecordT& record = {});
Bytes catalog_bytes(const wire::Header& header);
Bytes shot_bytes(const wire::Header& header, std::uint32_t shot_id);
Bytes frame_bytes(const wire::Header& header, std::uint32_t shot_id, std::size_t pixels = 16);
Bytes can_signals_bytes(const wire::Header& header);
Bytes alert_bytes(const wire::Header& header, const std::string& message);
Bytes log_bytes(const wire::Header& header, const std::string& message);

/// The event a reader gets when these bytes come under this key.
std::shared_ptr<const Event> event(std::string_view key, const wire::Header& header, const Bytes& bytes);

}  // namespace tripline::test
