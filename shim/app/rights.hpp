// Gives up every right that a program of the shim does not need, for good.
#pragma once

#include "rt/base/result.hpp"

namespace tripline {

/// No capability is left, also none that a later execve() could give back. Call it first, before any thread starts.
/// Errors: kSystem when the kernel refuses.
Result<void> give_up_capabilities();

}  // namespace tripline
