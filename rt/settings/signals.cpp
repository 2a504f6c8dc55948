#include "rt/settings/signals.hpp"

#include <fmt/format.h>

#include <numbers>

namespace tripline {
namespace {

nanoseconds seconds_of(double seconds) { return nanoseconds(static_cast<std::int64_t>(seconds * 1e9)); }

nanoseconds interval_of(double max_hz) { return max_hz > 0 ? seconds_of(1 / max_hz) : nanoseconds(0); }

/// Of a first-order low-pass, cut-off = 1 / (2 pi time constant).
nanoseconds time_constant_of(const wire::SignalRuleT& config) {
  if (config.lowpass_hz > 0) return seconds_of(1 / (2 * std::numbers::pi * config.lowpass_hz));
  return seconds_of(config.lowpass_ms / 1e3);
}

SignalRule rule_of(const wire::SignalRuleT& config) {
  return {config.signal,
          config.name,
          config.unit,
          config.invert,
          config.scale,
          config.bias,
          config.clamp,
          time_constant_of(config),
          interval_of(config.max_hz),
          config.changed_only};
}

DerivedRule rule_of(const wire::DerivedSignalT& config) {
  return {config.name,         config.expression, config.unit, config.range, interval_of(config.max_hz),
          config.changed_only, config.comment};
}

TableRule rule_of(const wire::LookupTableT& config) {
  return {config.name, config.x, config.y, config.interpolation == wire::Interpolation::step};
}

}  // namespace

Result<SignalProfile> signal_profile_of(const wire::SignalsT& config, const DecodePlan& plan) {
  for (std::size_t i = 0; i < config.rules.size(); ++i)
    if (config.rules[i]->lowpass_ms > 0 && config.rules[i]->lowpass_hz > 0)
      return Error{ExitCode::kBadConfig,
                   fmt::format("signals.rules[{}].lowpass_hz: lowpass_ms is given too; give one of the two", i)};
  ProfileRules rules;
  for (const auto& rule : config.rules) rules.rules.push_back(rule_of(*rule));
  for (const auto& derived : config.derived) rules.derived.push_back(rule_of(*derived));
  for (const auto& table : config.tables) rules.tables.push_back(rule_of(*table));
  return compile_profile(rules, plan);
}

}  // namespace tripline
