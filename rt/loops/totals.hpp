// The counts of a run, summed over all threads: for `status`, for the summary at the end.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "rt/loops/core_parts.hpp"

namespace tripline {

using NamedCounts = std::vector<std::pair<std::string, std::uint64_t>>;

/// frames, shots, can_in, can_decoded, can_unknown, can_errors.
NamedCounts counters_of(const CoreParts& parts);

/// What was lost, by the place that lost it. All zero is health.
NamedCounts drops_of(const CoreParts& parts);

/// One histogram of the run under the name that `status` and `shot` give it.
struct NamedLatency {
  std::string name;
  const char* what;  ///< from where to where
  const Histogram* histogram;
};

/// trigger, decision, delivery, edge_error, wake, input where there is one, can_<name> of each bus.
std::vector<NamedLatency> latencies_of(const CoreParts& parts);

/// What keeps the core from real time, and the command that mends each. Empty: every real-time thread has what it
/// wants.
std::vector<Error> degraded_of(const CoreParts& parts);

/// One JSON object: {"frames":…,"shots":…,"can":{…},"drops":{…},"trigger_us":{…},"realtime":…}.
std::string summary_json(const CoreParts& parts);

}  // namespace tripline
