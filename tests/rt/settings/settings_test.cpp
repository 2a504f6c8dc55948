// Configuration becomes what the trigger and the strobe work with.
#include "rt/settings/settings.hpp"

#include <gtest/gtest.h>

#include "rt/config/config_store.hpp"
#include "rt/config/json_value.hpp"
#include "rt/settings/profile.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

TEST(Settings, CarriesTheSchemasDefaultsOver) {
  const auto store = ConfigStore::load({}, {});
  ASSERT_TRUE(store);
  const auto tuning = tuning_of(*store->config().trigger);
  EXPECT_EQ(tuning.threshold, 25);
  EXPECT_EQ(tuning.settle, 1s);
  EXPECT_EQ(tuning.stall, 2s);
  EXPECT_TRUE(tuning.roi.empty());
  const auto plans = strobe_plans_of(*store->config().strobe);
  ASSERT_TRUE(plans);
  EXPECT_EQ(plans->shot.count, 4U);
  EXPECT_EQ(plans->prime.count, 0U);
}

TEST(Settings, PlansNoPulseWithoutAnOutput) {
  wire::StrobeT strobe;
  strobe.output = wire::StrobeOutput::none;
  const auto plans = strobe_plans_of(strobe);
  ASSERT_TRUE(plans);
  EXPECT_EQ(plans->shot.count, 0U);
}

TEST(Settings, PlansALampAndTheTriggerOfACamera) {
  auto layer = parse_assignment("strobe.lines", R"([ { line: "camera", use: "camera", width_us: 200 } ])");
  ASSERT_TRUE(layer) << layer.error().message;
  layer->merge(*parse_assignment("strobe.delay_us", "30"));
  layer->merge(*parse_assignment("strobe.prime_pulses", "12"));
  const auto store = ConfigStore::load({}, *layer);
  ASSERT_TRUE(store) << store.error().message;
  const auto plans = strobe_plans_of(*store->config().strobe);
  ASSERT_TRUE(plans) << plans.error().message;
  EXPECT_EQ(plans->shot.count, 8U);
  EXPECT_EQ(plans->shot.lamps, 1U);
  EXPECT_EQ(plans->prime.count, 12U);
  EXPECT_EQ(plans->prime.edges[0].which, 2U);
}

TEST(Settings, ChecksTheRangesInsideAListOfLines) {
  const auto layer = parse_assignment("strobe.lines", R"([ { line: "a", use: "camera", width_us: 20000 } ])");
  ASSERT_FALSE(layer);
  EXPECT_NE(layer.error().message.find("strobe.lines: item 0: width_us: 20000 is out of range, allowed 0..10000 us"),
            std::string::npos)
      << layer.error().message;
}

TEST(Settings, RefusesAPatternThatSpidevCannotMake) {
  wire::StrobeT strobe;
  strobe.output = wire::StrobeOutput::spidev;
  strobe.pulse_us = {17};
  strobe.max_on_us = 1'000;
  strobe.max_duty = 0.1;
  EXPECT_TRUE(strobe_plans_of(strobe));
  strobe.active_low = true;
  EXPECT_NE(strobe_plans_of(strobe).error().message.find("strobe.active_low"), std::string::npos);
  strobe.active_low = false;
  strobe.max_on_us = 0;
  EXPECT_NE(strobe_plans_of(strobe).error().message.find("strobe.max_on_us"), std::string::npos) << "a real lamp";
}

TEST(Settings, TakesTheInputsRuleOver) {
  wire::InputT input;
  input.action = wire::InputAction::arm_disarm;
  input.edge = wire::InputEdges::both;
  input.debounce_us = 1500;
  const auto rule = input_rule_of(input);
  ASSERT_TRUE(rule);
  EXPECT_EQ(rule->action, InputAction::kArmDisarm);
  EXPECT_EQ(rule->debounce, 1500us);
}

TEST(Settings, RefusesToArmAndDisarmByOneEdge) {
  wire::InputT input;
  input.action = wire::InputAction::arm_disarm;
  const auto rule = input_rule_of(input);
  ASSERT_FALSE(rule);
  EXPECT_EQ(rule.error().code, ExitCode::kBadConfig);
  EXPECT_NE(rule.error().message.find("input.edge"), std::string::npos);
}

TEST(Settings, SettlesForAnEighthOfAShortClip) {
  EXPECT_EQ(settle_for_clip(1s, 800ms), 100ms);
  EXPECT_EQ(settle_for_clip(1s, 60s), 1s);
  EXPECT_EQ(settle_for_clip(1s, 0s), 1s) << "endless";
}

TEST(Profile, NamesThePlacesWhereItLooked) {
  const auto profile = find_profile("/nonexistent", "golf-of-nobody");
  ASSERT_FALSE(profile);
  EXPECT_EQ(profile.error().code, ExitCode::kNoInput);
  EXPECT_NE(profile.error().message.find("/nonexistent"), std::string::npos);
}

TEST(Profile, RefusesANameThatLeavesItsDirectory) {
  const auto profile = find_profile("/etc", "../etc/passwd");
  ASSERT_FALSE(profile);
  EXPECT_EQ(profile.error().code, ExitCode::kUsage);
}

}  // namespace
}  // namespace tripline
