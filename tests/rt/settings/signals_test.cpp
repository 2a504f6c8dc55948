// The configuration's table `signals` becomes the profile.
#include "rt/settings/signals.hpp"

#include <gtest/gtest.h>

#include <numbers>

#include "rt/config/config_store.hpp"
#include "tests/rt/core/signals/profile_of.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

Result<SignalProfile> profile_from(const std::string& json) {
  const auto layer = parse_layer(json, "test.json");
  if (!layer) return layer.error();
  const auto store = ConfigStore::load({}, *layer);
  if (!store) return store.error();
  return signal_profile_of(*store->config().signals, test::small_car());
}

std::string refusal(const std::string& json) {
  const auto profile = profile_from(json);
  return profile ? "accepted" : profile.error().message;
}

TEST(SignalSettings, HaveNoRulesByDefault) {
  const auto profile = profile_from("{}");
  ASSERT_TRUE(profile);
  EXPECT_TRUE(profile->ruled.empty());
  EXPECT_TRUE(profile->derived.empty());
}

TEST(SignalSettings, CarryEveryFieldOver) {
  const auto profile = profile_from(R"json({ signals: {
    rules: [ { signal: "Ax", name: "ax", unit: "g", invert: true, scale: 0.1, bias: 2, clamp: [-1, 1], lowpass_hz: 2,
               max_hz: 10, changed_only: true }, { signal: "Ay", lowpass_ms: 250 } ],
    tables: [ { name: "t", x: [0, 1], y: [5, 6], interpolation: "step" } ],
    derived: [ { name: "d", expression: "t(ax)", unit: "x", range: [0, 9], max_hz: 4, changed_only: true,
                 comment: "why" } ] } })json");
  ASSERT_TRUE(profile) << profile.error().message;
  const auto& rule = profile->ruled[0].rule;
  EXPECT_EQ(rule.name, "ax");
  EXPECT_EQ(rule.unit, "g");
  EXPECT_EQ(profile->ruled[0].factor(), -0.1);
  EXPECT_EQ(rule.bias, 2);
  EXPECT_EQ(rule.clamp, (std::vector<double>{-1, 1}));
  EXPECT_NEAR(static_cast<double>(rule.low_pass.count()), 1e9 / (4 * std::numbers::pi), 1);
  EXPECT_EQ(rule.told_every_min, 100ms);
  EXPECT_TRUE(rule.changed_only);
  EXPECT_EQ(profile->ruled[1].rule.low_pass, 250ms);
  const auto& derived = profile->derived[0].rule;
  EXPECT_EQ(derived.unit, "x");
  EXPECT_EQ(derived.range, (std::vector<double>{0, 9}));
  EXPECT_EQ(derived.told_every_min, 250ms);
  EXPECT_TRUE(derived.changed_only);
  EXPECT_EQ(derived.comment, "why");
}

TEST(SignalSettings, TakeOneKindOfLowPass) {
  EXPECT_EQ(refusal(R"({signals: {rules: [{signal: "Ax", lowpass_ms: 5, lowpass_hz: 5}]}})"),
            "signals.rules[0].lowpass_hz: lowpass_ms is given too; give one of the two");
}

TEST(SignalSettings, RefuseNumbersThatAreNotFinite) {
  EXPECT_NE(refusal(R"({signals: {rules: [{signal: "Ax", scale: inf}]}})")
                .find("signals.rules: item 0: scale: inf is not a finite number"),
            std::string::npos);
  EXPECT_NE(refusal(R"({signals: {tables: [{name: "t", x: [0, nan], y: [0, 0]}]}})")
                .find("signals.tables: item 0: x: item 1: nan is not a finite number"),
            std::string::npos);
}

}  // namespace
}  // namespace tripline
