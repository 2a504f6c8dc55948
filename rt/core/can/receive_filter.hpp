// Which ids a device must let pass so that everything in a plan is decoded.
#pragma once

#include <vector>

#include "rt/core/can/decode_plan.hpp"
#include "rt/port/can_bus.hpp"

namespace tripline {

/// One filter an id, and one a parameter group of J1939 whoever sends it; sorted, none twice. RT-safe: no (allocates).
std::vector<CanFilter> receive_filters(const DecodePlan& plan);

}  // namespace tripline
