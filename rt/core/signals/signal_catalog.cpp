#include "rt/core/signals/signal_catalog.hpp"

#include <algorithm>

#include "rt/base/limits.hpp"

namespace tripline {
namespace {

CatalogSignal decoded_signal(const DecodePlan& plan, std::uint32_t signal, const CatalogFacts& facts) {
  const SignalInfo& info = plan.signals()[signal];
  const MessageInfo& message = plan.messages()[info.message];
  CatalogSignal entry;
  entry.name = info.name;
  entry.dbc_name = info.signal_name;
  entry.message = message.name;
  entry.id = message.id;
  entry.unit = info.unit;
  entry.minimum = info.minimum;
  entry.maximum = info.maximum;
  entry.choices = info.choices;
  entry.provenance = facts.decoded;
  entry.timeout = facts.timeout_of(signal);
  entry.comment = info.comment;
  return entry;
}

void shape_range(const RuledSignal& ruled, CatalogSignal& entry) {
  if (entry.minimum != 0 || entry.maximum != 0) {
    const auto [low, high] = std::minmax({ruled.shaped(entry.minimum), ruled.shaped(entry.maximum)});
    entry.minimum = low;
    entry.maximum = high;
  } else if (!ruled.rule.clamp.empty()) {
    entry.minimum = ruled.rule.clamp[0];
    entry.maximum = ruled.rule.clamp[1];
  }
}

/// A signal that is told now and then is silent in between while all is well.
nanoseconds told_timeout(nanoseconds timeout, nanoseconds told_every_min, bool changed_only) {
  return timeout + (changed_only ? std::max<nanoseconds>(told_every_min, limits::kToldAgain) : told_every_min);
}

void apply(const RuledSignal& ruled, CatalogSignal& entry) {
  if (!ruled.rule.name.empty()) entry.name = ruled.rule.name;
  if (!ruled.rule.unit.empty()) entry.unit = ruled.rule.unit;
  if (ruled.changes_values() || ruled.rule.low_pass.count() > 0) entry.choices.clear();
  shape_range(ruled, entry);
}

/// It is renewed by each of its inputs, so the slowest of them says how long that may take.
nanoseconds slowest_input(const DerivedSignal& derived, const SignalCatalog& catalog) {
  nanoseconds slowest(0);
  for (const auto input : derived.inputs) slowest = std::max(slowest, catalog.signals[input].timeout);
  return slowest;
}

CatalogSignal derived_signal(const DerivedRule& rule) {
  CatalogSignal entry;
  entry.name = rule.name;
  entry.unit = rule.unit;
  if (!rule.range.empty()) {
    entry.minimum = rule.range[0];
    entry.maximum = rule.range[1];
  }
  entry.comment = rule.comment;
  entry.expression = rule.expression;
  return entry;
}

}  // namespace

SignalCatalog make_catalog(const DecodePlan& plan, const SignalProfile& profile, const CatalogFacts& facts) {
  SignalCatalog catalog{facts.revision, {}};
  catalog.signals.reserve(plan.signals().size() + profile.derived.size());
  for (std::uint32_t i = 0; i < plan.signals().size(); ++i) catalog.signals.push_back(decoded_signal(plan, i, facts));
  for (const auto& derived : profile.derived) catalog.signals.push_back(derived_signal(derived.rule));
  for (const auto& ruled : profile.ruled) apply(ruled, catalog.signals[ruled.signal]);
  // A derived signal gets every value of its inputs, also those that are not told.
  for (const auto i : profile.order)
    catalog.signals[plan.signals().size() + i].timeout = slowest_input(profile.derived[i], catalog);
  for (const auto& [signal, rule] : profile.ruled)
    catalog.signals[signal].timeout =
        told_timeout(catalog.signals[signal].timeout, rule.told_every_min, rule.changed_only);
  for (std::size_t i = 0; i < profile.derived.size(); ++i) {
    auto& entry = catalog.signals[plan.signals().size() + i];
    entry.timeout =
        told_timeout(entry.timeout, profile.derived[i].rule.told_every_min, profile.derived[i].rule.changed_only);
  }
  return catalog;
}

}  // namespace tripline
