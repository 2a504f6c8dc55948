// How the builders of golden messages write: defaults included, the same header everywhere.
#pragma once

#include <span>
#include <string_view>

#include "flatbuffers/flatbuffers.h"
#include "schemas/common_generated.h"
#include "tests/schemas/golden_event.hpp"

namespace tripline::golden {

using Builder = flatbuffers::FlatBufferBuilder;
template <typename T>
using Offset = flatbuffers::Offset<T>;

/// Sequence 7, 1.000000123 s, run 0x8000000000000001: a number beyond 2^63, which a reader must not round.
inline constexpr std::uint64_t kRunId = 0x8000000000000001U;
inline wire::Header header() { return wire::Header(7, 1'000'000'123, kRunId); }

/// Builds one root table and closes the buffer with its identifier.
template <typename Root>
Bytes build(const char* identifier, Offset<Root> (*root)(Builder&)) {
  Builder builder;
  builder.ForceDefaults(true);
  builder.Finish(root(builder), identifier);
  return {builder.GetBufferPointer(), builder.GetBufferPointer() + builder.GetSize()};
}

template <typename BinarySchema>
std::span<const std::uint8_t> binary_schema() {
  return {BinarySchema::data(), BinarySchema::size()};
}

/// A vector of tables, in the order given.
template <typename Table>
Offset<flatbuffers::Vector<Offset<Table>>> tables(Builder& builder, std::initializer_list<Offset<Table>> items) {
  return builder.CreateVector(std::data(items), items.size());
}

template <typename Number>
Offset<flatbuffers::Vector<Number>> numbers(Builder& builder, std::initializer_list<Number> items) {
  return builder.CreateVector(std::data(items), items.size());
}

inline Offset<flatbuffers::String> text(Builder& builder, std::string_view value) {
  return builder.CreateString(value.data(), value.size());
}

// One per schema, in files by subject.
Offset<wire::Counter> counter(Builder& builder, std::string_view name, std::uint64_t value);
GoldenEvent golden_status();
GoldenEvent golden_config_in_force();
GoldenEvent golden_catalog();
GoldenEvent golden_shot();
GoldenEvent golden_frame();
GoldenEvent golden_can_raw();
GoldenEvent golden_can_signals();
GoldenEvent golden_alert();
GoldenEvent golden_log();
GoldenEvent golden_control_request();
GoldenEvent golden_control_reply();

}  // namespace tripline::golden
