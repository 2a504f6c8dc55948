#include "rt/settings/can_settings.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tripline {
namespace {

using std::chrono::milliseconds;

MessageRuleText rule_text_of(const wire::CanMessageRuleT& config) {
  MessageRuleText rule;
  rule.message = config.message;
  rule.bus = config.bus;
  rule.counter = config.counter;
  rule.counter_step_max = config.counter_step_max;
  rule.checksum_kind = static_cast<ChecksumKind>(config.checksum_kind);
  rule.checksum = config.checksum;
  rule.covered_first = config.covered_first;
  rule.covered_last = config.covered_last;
  rule.start = config.start;
  rule.final_xor = config.final_xor;
  rule.data_ids = config.data_ids;
  rule.cycle = milliseconds(config.cycle_ms);
  rule.timeout_cycles = config.timeout_cycles;
  return rule;
}

/// The names of the buses, for a message; nothing when `wanted` is one of them.
std::string other_buses(const wire::CanT& config, const std::string& wanted) {
  std::string names;
  for (const auto& bus : config.buses) {
    if (bus->name == wanted) return {};
    names += (names.empty() ? "" : ", ") + bus->name;
  }
  return names.empty() ? "none" : names;
}

}  // namespace

Result<SignalTableOptions> signal_options_of(const wire::CanT& config, const DecodePlan& plan, const std::string& bus) {
  std::vector<MessageRuleText> texts;
  for (std::size_t i = 0; i < config.rules.size(); ++i) {
    texts.push_back(rule_text_of(*config.rules[i]));
    if (texts.back().bus.empty()) continue;
    if (const auto others = other_buses(config, texts.back().bus); !others.empty())
      return Error{ExitCode::kBadConfig, fmt::format("can.rules: item {}: bus: there is no bus '{}'; can.buses has {}",
                                                     i, texts.back().bus, others)};
  }
  auto rules = compile_rules(texts, plan, bus);
  if (!rules) return rules.error();
  return SignalTableOptions{config.stale_cycles, milliseconds(config.stale_ms), std::move(*rules)};
}

}  // namespace tripline
