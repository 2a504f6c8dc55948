// event_json: the bytes of any event as one line of JSON, by the reflection of the schema they were made with.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "rt/ipc/topic.hpp"

namespace tripline {

/// `bytes` must have passed verify_event(). Fields in the order of the schema, defaults written out, enums by name;
/// absent strings, lists and tables are left out; NaN and Inf, which JSON does not have, are null; a list of more than
/// 64 bytes is its length in words: `"8448 bytes"`.
std::string event_json(const Topic& topic, std::span<const std::uint8_t> bytes);

}  // namespace tripline
