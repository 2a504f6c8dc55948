// Rules are checked as a whole, and each refusal names the field.
#include "rt/core/signals/signal_profile.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/rt/core/signals/profile_of.hpp"

namespace tripline::test {
namespace {

std::string refusal(const ProfileRules& rules) {
  const auto plan = small_car();
  const auto profile = compile_profile(rules, plan);
  return profile ? "accepted" : profile.error().message;
}

std::string refusal(SignalRule rule) { return refusal(ProfileRules{{std::move(rule)}, {}, {}}); }
std::string refusal(DerivedRule rule) { return refusal(ProfileRules{{}, {std::move(rule)}, {}}); }
std::string refusal(TableRule rule) { return refusal(ProfileRules{{}, {}, {std::move(rule)}}); }

TEST(SignalProfile, FindsASignalByItsNameOrWithItsMessage) {
  const auto plan = small_car();
  const auto profile =
      profile_of({{rule_for("Ax"), rule_for("Motion.Ay"), rule_for("Dash.Speed"), rule_for("Mode")}, {}, {}}, plan);
  ASSERT_EQ(profile.ruled.size(), 4U);
  EXPECT_EQ(profile.ruled[0].signal, kAx);
  EXPECT_EQ(profile.ruled[1].signal, kAy);
  EXPECT_EQ(profile.ruled[2].signal, kDashSpeed);
  EXPECT_EQ(profile.ruled[3].signal, kMode);
}

TEST(SignalProfile, SuggestsANameForOneThatIsUnknown) {
  EXPECT_EQ(refusal(rule_for("Moed")), "signals.rules[0].signal: unknown signal 'Moed'; did you mean 'Mode'?");
  EXPECT_EQ(refusal(rule_for("BatteryVoltage")), "signals.rules[0].signal: unknown signal 'BatteryVoltage'");
  EXPECT_EQ(refusal(rule_for("")), "signals.rules[0].signal: is empty; name a signal");
}

TEST(SignalProfile, AsksForTheMessageOfANameThatSeveralHave) {
  EXPECT_EQ(refusal(rule_for("Speed")), "signals.rules[0].signal: 'Speed' is in 2 messages; write e.g. Motion.Speed");
}

TEST(SignalProfile, SaysThatThereIsNoDbc) {
  const auto profile = compile_profile({{rule_for("Ax")}, {}, {}}, DecodePlan());
  ASSERT_FALSE(profile);
  EXPECT_NE(profile.error().message.find("name a DBC file with can.dbc or --dbc"), std::string::npos);
}

TEST(SignalProfile, RefusesTwoRulesForOneSignal) {
  EXPECT_EQ(refusal({{rule_for("Ax"), rule_for("Motion.Ax")}, {}, {}}),
            "signals.rules[1].signal: 'Motion.Ax' has another rule already");
}

TEST(SignalProfile, RefusesANameTwice) {
  auto rule = rule_for("Ax");
  rule.name = "Ay";
  EXPECT_EQ(refusal(rule), "signals.rules[0].name: 'Ay' is the name of a decoded signal already; names must differ");
  auto other = rule_for("Ay");
  other.name = "Ax";
  EXPECT_EQ(refusal({{rule, other}, {}, {}}), "accepted") << "they change places";
  EXPECT_EQ(refusal(derived("Mode", "Ax")),
            "signals.derived[0].name: 'Mode' is the name of a decoded signal already; names must differ");
  EXPECT_EQ(refusal({{}, {derived("a", "Ax"), derived("a", "Ay")}, {}}),
            "signals.derived[1].name: 'a' is the name of a derived signal already; names must differ");
}

TEST(SignalProfile, RefusesNamesThatNoExpressionCouldUse) {
  auto rule = rule_for("Ax");
  rule.name = "a x";
  EXPECT_NE(refusal(rule).find("signals.rules[0].name: 'a x': use 1 to 128 letters"), std::string::npos);
  EXPECT_NE(refusal(derived("", "Ax")).find("signals.derived[0].name: '': use"), std::string::npos);
  EXPECT_NE(refusal(TableRule{"2nd", {0}, {0}, false}).find("signals.tables[0].name: '2nd': use"), std::string::npos);
}

TEST(SignalProfile, RefusesNumbersThatMakeNoSense) {
  auto rule = rule_for("Ax");
  rule.scale = 0;
  EXPECT_EQ(refusal(rule), "signals.rules[0].scale: is 0: every value would be the same");
  rule.scale = NAN;
  EXPECT_EQ(refusal(rule), "signals.rules[0].scale: is not a finite number");
  rule = rule_for("Ax");
  rule.bias = HUGE_VAL;
  EXPECT_EQ(refusal(rule), "signals.rules[0].bias: is not a finite number");
  rule = rule_for("Ax");
  rule.clamp = {1};
  EXPECT_EQ(refusal(rule), "signals.rules[0].clamp: give the lowest and the highest value, or nothing");
  rule.clamp = {2, 1};
  EXPECT_EQ(refusal(rule), "signals.rules[0].clamp: 2 is not below 1");
  rule.clamp = {0, NAN};
  EXPECT_EQ(refusal(rule), "signals.rules[0].clamp: both must be finite numbers");
  auto ranged = derived("a", "Ax");
  ranged.range = {1, 1};
  EXPECT_EQ(refusal(ranged), "signals.derived[0].range: 1 is not below 1");
}

TEST(SignalProfile, RefusesTablesThatCannotBeCalled) {
  EXPECT_EQ(refusal(TableRule{"min", {0}, {0}, false}), "signals.tables[0].name: 'min' is a function already");
  EXPECT_EQ(refusal({{}, {}, {{"t", {0}, {0}, false}, {"t", {0}, {0}, false}}}),
            "signals.tables[1].name: 't' is another table's name");
  EXPECT_EQ(refusal(TableRule{"t", {1, 0}, {0, 0}, false}),
            "signals.tables[0].x: item 1: 0 is not above 1; points must rise");
}

TEST(SignalProfile, SaysWhereAnExpressionIsWrong) {
  EXPECT_EQ(
      refusal(derived("g", "hypot(Ax, Ayy)")),
      "signals.derived[0].expression: unknown signal 'Ayy' at character 11: hypot(Ax, >>>Ayy); did you mean 'Ay'?");
  EXPECT_NE(refusal(derived("g", "Ax +* Ay")).find("at character 5: Ax +>>>* Ay"), std::string::npos)
      << refusal(derived("g", "Ax +* Ay"));
}

TEST(SignalProfile, KnowsInExpressionsTheNamesThatSignalsAreToldBy) {
  auto rule = rule_for("Motion.Speed");
  rule.name = "v";
  EXPECT_EQ(refusal({{rule}, {derived("d", "v + Dash.Speed + Motion.Speed")}, {}}), "accepted");
  rule = rule_for("Ax");
  rule.name = "long_g";
  EXPECT_NE(refusal({{rule}, {derived("d", "Ax")}, {}}).find("a rule has named it 'long_g'"), std::string::npos)
      << refusal({{rule}, {derived("d", "Ax")}, {}});
}

TEST(SignalProfile, OrdersDerivedSignalsByTheirUse) {
  const auto plan = small_car();
  const auto profile = profile_of({{}, {derived("c", "b + a"), derived("b", "a"), derived("a", "Ax")}, {}}, plan);
  EXPECT_EQ(profile.order, (std::vector<std::uint32_t>{2, 1, 0}));
}

TEST(SignalProfile, RefusesACircle) {
  EXPECT_EQ(refusal({{}, {derived("a", "b"), derived("b", "c + Ax"), derived("c", "a")}, {}}),
            "signals.derived[0].expression: a signal cannot be computed from itself: a -> b -> c -> a");
  EXPECT_EQ(refusal(derived("a", "a + 1")),
            "signals.derived[0].expression: a signal cannot be computed from itself: a -> a");
}

TEST(SignalProfile, RefusesTextOfSeveralLines) {
  auto rule = rule_for("Ax");
  rule.unit = "m\ns";
  EXPECT_EQ(refusal(rule), "signals.rules[0].unit: has a line break or another control character");
}

}  // namespace
}  // namespace tripline::test
