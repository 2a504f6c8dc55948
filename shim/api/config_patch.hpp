// From a JSON body to the changes that the core is asked for.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "rt/base/result.hpp"
#include "schemas/control_request_generated.h"
#include "shim/api/json.hpp"

namespace tripline {

using ConfigChanges = std::vector<std::unique_ptr<wire::ConfigChangeT>>;

/// Merge-patch of a configuration: members are tables or fields, nested (`{"trigger":{"guard":4}}`) or by path
/// (`{"trigger.guard":4}`); null takes an override back. Whether the fields are there is the core's to say.
/// Errors: kUsage when a field is given twice.
Result<ConfigChanges> read_changes(const Json& object);

/// Takes the overrides of these paths back.
ConfigChanges resets_of(const std::vector<std::string>& paths);

/// What all paths begin with, up to a dot: the field that a fault of the whole is about.
std::string common_path(const ConfigChanges& changes);

}  // namespace tripline
