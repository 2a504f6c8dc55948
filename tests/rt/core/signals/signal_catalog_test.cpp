// What the profile changes, people are told; what it does not, stays as the DBC has it.
#include "rt/core/signals/signal_catalog.hpp"

#include <gtest/gtest.h>

#include "rt/base/limits.hpp"
#include "tests/rt/core/signals/profile_of.hpp"

namespace tripline::test {
namespace {

using namespace std::chrono_literals;

SignalCatalog catalog_of(const ProfileRules& rules) {
  const auto plan = small_car();
  return make_catalog(plan, profile_of(rules, plan), {7, Provenance::kReplayed, [](std::uint32_t signal) {
                                                        return nanoseconds(signal == kMode ? 900ms : 50ms);
                                                      }});
}

TEST(SignalCatalog, TellsTheDbcsWordsWithoutAProfile) {
  const auto catalog = catalog_of({});
  ASSERT_EQ(catalog.signals.size(), kSmallCarSignals);
  EXPECT_EQ(catalog.revision, 7U);
  const auto& ax = catalog.signals[kAx];
  EXPECT_EQ(ax.name, "Ax");
  EXPECT_EQ(ax.dbc_name, "Ax");
  EXPECT_EQ(ax.message, "Motion");
  EXPECT_EQ(ax.unit, "m/s^2");
  EXPECT_EQ(ax.minimum, -12);
  EXPECT_EQ(ax.maximum, 12);
  EXPECT_EQ(ax.provenance, Provenance::kReplayed);
  EXPECT_EQ(ax.timeout, 50ms);
  EXPECT_EQ(catalog.signals[kMotionSpeed].name, "Motion.Speed");
  EXPECT_EQ(catalog.signals[kMode].choices.size(), 2U);
}

TEST(SignalCatalog, TellsNameUnitAndRangeOfARule) {
  auto rule = rule_for("Ax");
  rule.name = "braking";
  rule.unit = "g";
  rule.is_inverted = true;
  rule.scale = 0.5;
  rule.clamp = {0, 100};
  const auto braking = catalog_of({{rule}, {}, {}}).signals[kAx];
  EXPECT_EQ(braking.name, "braking");
  EXPECT_EQ(braking.dbc_name, "Ax");
  EXPECT_EQ(braking.unit, "g");
  EXPECT_EQ(braking.minimum, 0);
  EXPECT_EQ(braking.maximum, 6);
}

TEST(SignalCatalog, TakesNoNamesForValuesThatAreChanged) {
  auto rule = rule_for("Mode");
  EXPECT_EQ(catalog_of({{rule}, {}, {}}).signals[kMode].choices.size(), 2U);
  rule.bias = 1;
  EXPECT_TRUE(catalog_of({{rule}, {}, {}}).signals[kMode].choices.empty());
}

TEST(SignalCatalog, CallsNothingLateThatIsToldNowAndThen) {
  auto slow = rule_for("Ax");
  slow.told_every_min = 1s;
  auto quiet = rule_for("Ay");
  quiet.changed_only = true;
  const auto catalog = catalog_of({{slow, quiet}, {}, {}});
  EXPECT_EQ(catalog.signals[kAx].timeout, 1050ms);
  EXPECT_EQ(catalog.signals[kAy].timeout, 50ms + limits::kToldAgain);
}

TEST(SignalCatalog, ListsDerivedSignalsAfterTheDecodedOnes) {
  auto g = derived("g", "Ax + Mode");
  g.unit = "m/s^2";
  g.range = {0, 17};
  g.comment = "What the driver feels";
  const auto catalog = catalog_of({{}, {g}, {}});
  ASSERT_EQ(catalog.signals.size(), kSmallCarSignals + 1U);
  const auto& entry = catalog.signals.back();
  EXPECT_EQ(entry.name, "g");
  EXPECT_EQ(entry.dbc_name, "");
  EXPECT_EQ(entry.message, "");
  EXPECT_EQ(entry.expression, "Ax + Mode");
  EXPECT_EQ(entry.maximum, 17);
  EXPECT_EQ(entry.comment, "What the driver feels");
  EXPECT_EQ(entry.provenance, Provenance::kDerived);
  EXPECT_EQ(entry.timeout, 900ms) << "its slowest input's";
}

TEST(SignalCatalog, GivesADerivedSignalTheTimeoutOfInputsThatAreToldSeldom) {
  auto quiet = rule_for("Ax");
  quiet.changed_only = true;
  EXPECT_EQ(catalog_of({{quiet}, {derived("g", "Ax")}, {}}).signals.back().timeout, 50ms)
      << "it gets every value of its inputs";
}

}  // namespace
}  // namespace tripline::test
