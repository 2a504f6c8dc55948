// From the configuration's table `signals` to the signal profile.
#pragma once

#include "rt/base/result.hpp"
#include "rt/core/signals/signal_profile.hpp"
#include "schemas/config_generated.h"

namespace tripline {

/// Errors: kBadConfig; the message begins with the path of the field, see compile_profile().
Result<SignalProfile> signal_profile_of(const wire::SignalsT& config, const DecodePlan& plan);

}  // namespace tripline
