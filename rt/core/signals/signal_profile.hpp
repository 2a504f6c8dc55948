// The signal profile, checked against the signals that there are: what the pipeline works by.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "rt/base/result.hpp"
#include "rt/core/can/decode_plan.hpp"
#include "rt/core/signals/expression.hpp"
#include "rt/core/signals/profile_rules.hpp"

namespace tripline {

/// A rule and its signal.
struct RuledSignal {
  std::uint32_t signal = 0;  ///< index in DecodePlan::signals()
  SignalRule rule;

  double factor() const noexcept { return rule.is_inverted ? -rule.scale : rule.scale; }
  bool changes_values() const noexcept { return factor() != 1 || rule.bias != 0; }
  /// Scaled and clamped.
  double shaped(double value) const noexcept;
};

/// A derived signal and what it is computed from.
struct DerivedSignal {
  DerivedRule rule;
  Expression expression;
  std::vector<std::uint32_t> inputs;  ///< as Expression::inputs(): indices in the catalogue
};

/// The catalogue it belongs to has the signals of the plan first, then the derived ones.
struct SignalProfile {
  std::vector<RuledSignal> ruled;
  std::vector<DerivedSignal> derived;
  std::vector<std::uint32_t> order;  ///< of `derived`: what an expression uses comes before it
};

/// Checks everything: names, numbers, tables, expressions, cycles. Errors: kBadConfig; the message begins with the path
/// of the field, e.g. `signals.derived[2].expression: `.
Result<SignalProfile> compile_profile(const ProfileRules& rules, const DecodePlan& plan);

}  // namespace tripline
