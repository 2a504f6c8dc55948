// The documents about the configuration: what is in force and why, what differs, what can be taken along.
#pragma once

#include <string_view>

#include "schemas/config_in_force_generated.h"
#include "shim/api/config_tag.hpp"
#include "shim/api/json.hpp"
#include "shim/bus/event_subscriber.hpp"

namespace tripline {

ConfigTag tag_of(const Event& config);

/// Every field with value, source and whether a change needs a restart.
Json config_json(const Event& config);

/// Fields whose value in force differs from the defaults, and those that differ from what the profile alone gives.
Json config_diff_json(const Event& config);

/// Overrides and calibration, nested as a configuration file has them.
Json config_export_json(const Event& config, std::string_view rig);

/// Name, type, default, range, unit, help of every field, from the schema's reflection.
Json config_schema_json();

}  // namespace tripline
