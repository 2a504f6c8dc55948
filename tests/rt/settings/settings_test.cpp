// Configuration becomes what the trigger and the strobe work with.
#include "rt/settings/settings.hpp"

#include <gtest/gtest.h>

#include "rt/config/config_store.hpp"
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
  const auto plan = strobe_plan_of(*store->config().strobe);
  ASSERT_TRUE(plan);
  EXPECT_EQ(plan->count, 4U);
}

TEST(Settings, PlansNoPulseWithoutAnOutput) {
  wire::StrobeT strobe;
  strobe.output = wire::StrobeOutput::none;
  const auto plan = strobe_plan_of(strobe);
  ASSERT_TRUE(plan);
  EXPECT_EQ(plan->count, 0U);
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
