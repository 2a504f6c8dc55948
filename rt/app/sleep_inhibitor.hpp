// Keeps the machine from going to sleep: logind's Inhibit(), over D-Bus.
#pragma once

#include "rt/base/result.hpp"
#include "rt/base/unique_fd.hpp"

namespace tripline {

/// The machine does not sleep, by itself or on request, until the descriptor is closed, however the process ends.
/// Thread: any ordinary; waits for limits::kBusAnswer at most. Errors: kUnavailable, kNoPermission.
Result<UniqueFd> inhibit_sleep();

}  // namespace tripline
