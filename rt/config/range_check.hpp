// Ranges, list lengths and finite numbers: what the schema's attributes demand of a parsed configuration.
#pragma once

#include <flatbuffers/flatbuffers.h>

#include <optional>
#include <string>

namespace tripline {

struct OutOfRange {
  std::string path;     ///< e.g. `trigger.threshold`
  std::string problem;  ///< e.g. `300 is out of range, allowed 1..254 grey levels`
};

/// The first field of a wire::Config table, in the schema's order, that breaks its declared range.
std::optional<OutOfRange> first_out_of_range(const flatbuffers::Table& config);

}  // namespace tripline
