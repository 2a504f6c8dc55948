// Patterns become edges; harmful ones are refused with the field's name.
#include "rt/core/strobe/strobe_plan.hpp"

#include <gtest/gtest.h>

namespace tripline {
namespace {

using namespace std::chrono_literals;

std::string refusal(const StrobePattern& pattern, const StrobeLimits& bounds) {
  const auto plan = make_strobe_plan(pattern, bounds);
  return plan ? "accepted" : plan.error().message;
}

TEST(StrobePlan, LaysPulsesOneBehindTheOther) {
  const auto plan = make_strobe_plan({{20, 30}, {700}}, {});
  ASSERT_TRUE(plan);
  ASSERT_EQ(plan->count, 2U);
  EXPECT_EQ(plan->pulses[0].on, 0us);
  EXPECT_EQ(plan->pulses[0].off, 20us);
  EXPECT_EQ(plan->pulses[1].on, 720us);
  EXPECT_EQ(plan->pulses[1].off, 750us);
  EXPECT_EQ(plan->length(), 750us);
}

TEST(StrobePlan, AcceptsThePatternsOfRealUsers) {
  StrobePattern nine{{17, 17, 17, 17, 17, 17, 17, 17, 17}, {700, 1800, 3000, 2200, 3000, 7100, 4000, 4000}};
  EXPECT_EQ(refusal(nine, {1ms, 0.1, 100ms, true}), "accepted");
}

TEST(StrobePlan, RefusesWhatBreaksALimitAndNamesIt) {
  EXPECT_NE(refusal({{20, 300}, {700}}, {200us, 0.1, 100ms, true}).find("strobe.pulse_us[1] is 300 us"),
            std::string::npos);
  EXPECT_NE(refusal({{200, 200}, {100}}, {1ms, 0.1, 1ms, true}).find("strobe.max_duty"), std::string::npos);
  EXPECT_NE(refusal({{}, {}}, {}).find("strobe.pulse_us is empty"), std::string::npos);
  EXPECT_NE(refusal({{20, 20}, {}}, {}).find("strobe.gap_us has 0 entries"), std::string::npos);
  EXPECT_NE(refusal({std::vector<std::uint32_t>(65, 1), std::vector<std::uint32_t>(64, 10)}, {}).find("at most 64"),
            std::string::npos);
}

TEST(StrobePlan, NeedsStatedLimitsForARealLine) {
  EXPECT_NE(refusal({{20}, {}}, {0us, 0, 100ms, true}).find("max_on_us"), std::string::npos);
  EXPECT_EQ(refusal({{20}, {}}, {0us, 0, 100ms, false}), "accepted");
}

}  // namespace
}  // namespace tripline
