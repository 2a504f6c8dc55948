// What `systemctl enable`, `disable` and `daemon-reload` do, over D-Bus.
#pragma once

#include <string>
#include <vector>

#include "rt/base/result.hpp"
#include "shim/lifecycle/system_bus.hpp"

namespace tripline {

/// The units are started with the machine from now on. Errors of all: those of refusal().
Result<void> enable_systemd_units(sd_bus* bus, const std::vector<std::string>& units);
Result<void> disable_systemd_units(sd_bus* bus, const std::vector<std::string>& units);

/// A unit that has failed is forgotten to have, and the count of its starts with it. Where it has not, nothing happens.
void reset_failed_systemd_unit(sd_bus* bus, const std::string& unit);

/// systemd reads its unit files and their drop-ins again.
Result<void> reload_systemd(sd_bus* bus);

}  // namespace tripline
