// A small car, and profiles for it.
#pragma once

#include <vector>

#include "rt/base/check.hpp"
#include "rt/core/can/dbc_parser.hpp"
#include "rt/core/signals/signal_profile.hpp"

namespace tripline::test {

/// Ax, Ay and Speed of `Motion`; Speed of `Dash`; Mode, which has names.
enum SmallCar : std::uint32_t { kAx, kAy, kMotionSpeed, kDashSpeed, kMode, kSmallCarSignals };

inline DecodePlan small_car() {
  const DbcFile file = parse_dbc(
      "BO_ 1 Motion: 3 X\n SG_ Ax : 0|8@1- (0.1,0) [-12|12] \"m/s^2\" X\n SG_ Ay : 8|8@1- (0.1,0) [-12|12] \"m/s^2\" "
      "X\n"
      " SG_ Speed : 16|8@1+ (1,0) [0|255] \"km/h\" X\nBO_ 2 Dash: 2 X\n SG_ Speed : 0|8@1+ (1,0) [0|255] \"km/h\" X\n"
      " SG_ Mode : 8|8@1+ (1,0) [0|0] \"\" X\nVAL_ 2 Mode 0 \"off\" 1 \"on\" ;\n",
      "small.dbc");
  auto plan = DecodePlan::compile({&file, 1});
  RT_CHECK(plan.has_value() && plan->signals().size() == kSmallCarSignals);
  return std::move(*plan);
}

inline DerivedRule derived(const char* name, const char* expression) {
  DerivedRule rule;
  rule.name = name;
  rule.expression = expression;
  return rule;
}

inline SignalRule rule_for(const char* signal) {
  SignalRule rule;
  rule.signal = signal;
  return rule;
}

/// Aborts with the reason when the rules are refused.
inline SignalProfile profile_of(const ProfileRules& rules, const DecodePlan& plan) {
  auto profile = compile_profile(rules, plan);
  RT_CHECK(profile.has_value());
  return std::move(*profile);
}

}  // namespace tripline::test
