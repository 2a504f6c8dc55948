// From the configuration of the buses to what decodes and watches them.
#pragma once

#include <string>

#include "rt/base/result.hpp"
#include "rt/core/can/signal_table.hpp"
#include "schemas/config_generated.h"

namespace tripline {

/// What holds for the bus called `bus`. Errors: kBadConfig, see compile_rules(); also when a rule names no bus of the
/// configuration.
Result<SignalTableOptions> signal_options_of(const wire::CanT& config, const DecodePlan& plan, const std::string& bus);

}  // namespace tripline
