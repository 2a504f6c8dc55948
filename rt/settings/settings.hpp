// From configuration to what the loops work with.
#pragma once

#include "rt/base/result.hpp"
#include "rt/core/strobe/strobe_pattern.hpp"
#include "rt/core/trigger/tuning.hpp"
#include "rt/settings/input_rule.hpp"
#include "schemas/config_generated.h"

namespace tripline {

TriggerTuning tuning_of(const wire::TriggerT& config);

/// A clip shorter than the settling time could never arm: it settles for an eighth of its length. 0: endless.
nanoseconds settle_for_clip(nanoseconds settle, nanoseconds clip_length);

/// Errors: kBadConfig when the edges do not serve the action.
Result<InputRule> input_rule_of(const wire::InputT& config);

/// Empty plans for strobe.output none. Errors: kBadConfig, see make_strobe_plan(), make_prime_plan(), check_bits().
Result<StrobePlans> strobe_plans_of(const wire::StrobeT& config);

}  // namespace tripline
