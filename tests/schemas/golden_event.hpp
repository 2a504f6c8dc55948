// One message of every topic, built the same way each time, field by field: the bytes that readers were made for.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "flatbuffers/flatbuffers.h"

namespace tripline::golden {

using Bytes = std::vector<std::uint8_t>;

/// The contract of one schema and its message.
struct GoldenEvent {
  std::string_view name;        ///< of the schema, and of the file in tests/schemas/golden
  std::string_view identifier;  ///< FlatBuffers file_identifier
  std::span<const std::uint8_t> binary_schema;
  bool (*verify)(flatbuffers::Verifier& verifier);
  Bytes bytes;
};

/// All of them. Tables, strings and vectors are created in a fixed order, defaults are written: the layout depends on
/// the schemas alone, not on the version of flatc.
std::vector<GoldenEvent> golden_events();

}  // namespace tripline::golden
