// Reads the DBC files that the configuration names and compiles them.
#pragma once

#include <filesystem>

#include "rt/base/result.hpp"
#include "rt/core/can/decode_plan.hpp"
#include "schemas/config_generated.h"

namespace tripline {

/// Relative names are looked up in `beside`. No names: the simulated car's own DBC when a bus is simulated, else none.
/// Oddities are logged, one line a file. Errors: kNoInput, kBadData.
Result<DecodePlan> load_plan(const wire::CanT& config, const std::filesystem::path& beside);

}  // namespace tripline
