// From configuration to what the event socket needs for subscribers on other machines.
#pragma once

#include <filesystem>
#include <optional>

#include "rt/base/result.hpp"
#include "rt/ipc/remote_gate.hpp"
#include "schemas/config_publish_generated.h"

namespace tripline {

/// Nothing when `events.tcp_endpoint` is empty. Names of files are looked up in the directory `beside`, unless they are
/// absolute. Errors: kBadConfig for an endpoint that is none or that lacks its keys; those of the key files.
Result<std::optional<RemoteAccess>> load_remote_access(const wire::EventsT& config,
                                                       const std::filesystem::path& beside);

}  // namespace tripline
