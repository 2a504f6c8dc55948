// Patterns become edges; harmful ones are refused with the field's name.
#include "rt/core/strobe/strobe_pattern.hpp"

#include <gtest/gtest.h>

namespace tripline {
namespace {

using namespace std::chrono_literals;

std::string refusal(const StrobePattern& pattern, const StrobeLimits& bounds) {
  const auto plan = make_strobe_plan(pattern, bounds);
  return plan ? "accepted" : plan.error().message;
}

void expect_refusal(const StrobePattern& pattern, const StrobeLimits& bounds, const char* part) {
  EXPECT_NE(refusal(pattern, bounds).find(part), std::string::npos) << refusal(pattern, bounds);
}

const StrobePattern kNine{{17, 17, 17, 17, 17, 17, 17, 17, 17}, {700, 1800, 3000, 2200, 3000, 7100, 4000, 4000}};

TEST(StrobePattern, LaysPulsesOneBehindTheOther) {
  const auto plan = make_strobe_plan({{20, 30}, {700}}, {});
  ASSERT_TRUE(plan);
  ASSERT_EQ(plan->count, 2U);
  EXPECT_EQ(plan->pulses[0].on, 0us);
  EXPECT_EQ(plan->pulses[0].off, 20us);
  EXPECT_EQ(plan->pulses[1].on, 720us);
  EXPECT_EQ(plan->pulses[1].off, 750us);
  EXPECT_EQ(plan->length(), 750us);
}

TEST(StrobePattern, AcceptsThePatternsOfRealUsers) {
  EXPECT_EQ(refusal(kNine, {1ms, 0.1, 100ms, true}), "accepted");
  StrobePattern thirteen;  // 13 pulses over 181.5 ms
  thirteen.pulse_us.assign(13, 17);
  thirteen.gap_us.assign(12, 15'106);
  EXPECT_EQ(refusal(thirteen, {1ms, 0.1, 100ms, true}), "accepted");
}

TEST(StrobePattern, RefusesWhatBreaksALimitAndNamesIt) {
  expect_refusal({{20, 300}, {700}}, {200us, 0.1, 100ms, true}, "strobe.pulse_us[1] is 300 us");
  expect_refusal({{200, 200}, {100}}, {1ms, 0.1, 1ms, true}, "strobe.max_duty");
  expect_refusal({{}, {}}, {}, "strobe.pulse_us is empty");
  expect_refusal({{20, 20}, {}}, {}, "strobe.gap_us has 0 entries");
  expect_refusal({std::vector<std::uint32_t>(65, 1), std::vector<std::uint32_t>(64, 10)}, {}, "at most 64");
}

TEST(StrobePattern, NeedsStatedLimitsForARealLamp) {
  expect_refusal({{20}, {}}, {0us, 0, 100ms, true}, "strobe.max_on_us");
  EXPECT_EQ(refusal({{20}, {}}, {0us, 0, 100ms, false}), "accepted");
  StrobePattern two{{20}, {}, 0, {LinePattern{}}};
  expect_refusal(two, {1ms, 0.1, 100ms, true}, "strobe.lines[0].max_on_us");
  two.lines[0].use = LineUse::kCamera;
  EXPECT_EQ(refusal(two, {1ms, 0.1, 100ms, true}), "accepted") << "a camera's trigger input bears any pulse";
}

TEST(StrobePattern, GivesACameraItsOwnWidthWithEachPulse) {
  const auto plan =
      make_strobe_plan({{20, 20}, {700}, 30, {LinePattern{.use = LineUse::kCamera, .width_us = 100}}}, {});
  ASSERT_TRUE(plan);
  ASSERT_EQ(plan->count, 4U);
  EXPECT_EQ(plan->pulses[0].on, 30us) << "the lamp waits for the shutter";
  EXPECT_EQ(plan->pulses[2].line, 1);
  EXPECT_EQ(plan->pulses[2].on, 0us);
  EXPECT_EQ(plan->pulses[2].off, 100us);
  EXPECT_EQ(plan->pulses[3].on, 720us);
  EXPECT_EQ(plan->lamps, 1U);
}

TEST(StrobePattern, MakesOneEdgeOfWhatChangesAtOneInstant) {
  StrobePattern pattern{{20, 30}, {700}, 0, {LinePattern{.pulse_us = {20}}, LinePattern{.use = LineUse::kCamera}}};
  const auto plan = make_strobe_plan(pattern, {});
  ASSERT_TRUE(plan);
  ASSERT_EQ(plan->edge_count, 4U);
  EXPECT_EQ(plan->edges[0].which, 7U);
  EXPECT_EQ(plan->edges[0].levels, 7U);
  EXPECT_EQ(plan->edges[1].which, 7U);
  EXPECT_EQ(plan->edges[1].levels, 0U);
  EXPECT_EQ(plan->edges[1].began, 0);
  EXPECT_EQ(plan->edges[2].which, 5U) << "the second line has one pulse only";
  EXPECT_EQ(plan->edges[3].began, 2);
}

TEST(StrobePattern, BindsAnEdgeToTheLampThatItEnds) {
  StrobePattern pattern{{50}, {}, 50, {LinePattern{.use = LineUse::kCamera, .pulse_us = {100}}}};
  const auto plan = make_strobe_plan(pattern, {60us, 0, 1ms, false});
  ASSERT_TRUE(plan);
  ASSERT_EQ(plan->edge_count, 3U);
  EXPECT_EQ(plan->edges[2].began, 1) << "the lamp's edge, not the camera's";
  EXPECT_EQ(plan->edges[2].longest, 60us);
}

TEST(StrobePattern, RefusesLinesThatDoNotFitTogether) {
  expect_refusal({{20, 20}, {50}, 0, {LinePattern{.width_us = 65}}}, {}, "strobe.lines[0]: pulse 1 begins 5 us after");
  expect_refusal({{20}, {}, 40, {LinePattern{.delay_us = 30}}}, {}, "every line is delayed, by at least 30 us");
  expect_refusal({{20}, {}, 0, {LinePattern{.gap_us = {100}}}}, {}, "strobe.lines[0].gap_us without pulse_us");
  expect_refusal({{20}, {}, 0, std::vector<LinePattern>(8)}, {}, "strobe.lines has 8 entries, at most 7");
  StrobePattern many{std::vector<std::uint32_t>(64, 20), std::vector<std::uint32_t>(63, 100), 0,
                     std::vector<LinePattern>(4)};
  expect_refusal(many, {}, "320 pulses on all lines together, at most 256");
}

TEST(StrobePattern, ChecksTheLimitsOfEveryLine) {
  StrobePattern pattern{{20}, {}, 0, {LinePattern{.pulse_us = {300}, .bears = {200us, 0}}}};
  expect_refusal(pattern, {}, "strobe.lines[0].pulse_us[0] is 300 us, strobe.lines[0].max_on_us allows 200");
  pattern.lines[0].bears = {0us, 0.001};
  expect_refusal(pattern, {0us, 0, 1ms, false}, "strobe.lines[0].max_duty allows 0.0010");
}

TEST(PrimePattern, PulsesTheCameraLinesAlone) {
  const StrobePattern strobe{{20}, {}, 0, {LinePattern{}, LinePattern{.use = LineUse::kCamera}}};
  const auto plan = make_prime_plan({12, 15, 1'000}, strobe);
  ASSERT_TRUE(plan);
  EXPECT_EQ(plan->count, 12U);
  for (const auto& edge : plan->timeline()) EXPECT_EQ(edge.which, 4U);
  EXPECT_EQ(plan->pulses[1].on - plan->pulses[0].on, nanoseconds(66'666'666));
  EXPECT_EQ(plan->pulses[0].off, 1ms);
}

TEST(PrimePattern, IsEmptyWithoutPulsesAndRefusedWithoutACamera) {
  const StrobePattern lamp{{20}, {}, 0, {}};
  EXPECT_EQ(make_prime_plan({0, 15, 1'000}, lamp)->edge_count, 0U);
  EXPECT_NE(make_prime_plan({12, 15, 1'000}, lamp).error().message.find("strobe.prime_pulses"), std::string::npos);
  const StrobePattern camera{{20}, {}, 0, {LinePattern{.use = LineUse::kCamera}}};
  EXPECT_NE(make_prime_plan({12, 1'000, 1'000}, camera).error().message.find("strobe.prime_width_us"),
            std::string::npos);
}

TEST(StrobePlan, TriesOnePulseOfOneLine) {
  const auto plan = make_strobe_plan({{20, 30}, {700}, 5, {LinePattern{.pulse_us = {40}}}}, {0us, 0, 7ms, false});
  ASSERT_TRUE(plan);
  const auto single = single_pulse(*plan, 1);
  ASSERT_EQ(single.edge_count, 2U);
  EXPECT_EQ(single.edges[0].which, 2U);
  EXPECT_EQ(single.edges[1].at, 40us);
  EXPECT_EQ(single.min_rest, 7ms);
}

TEST(StrobePlan, CallsAPulseOverlongBeyondItsLimitOrTwiceItsPlan) {
  const PlannedPulse pulse{0us, 20us};
  StrobePlan plan;
  EXPECT_FALSE(is_overlong(plan, pulse, 40us));
  EXPECT_TRUE(is_overlong(plan, pulse, 41us));
  plan.bears[0].max_on = 100us;
  EXPECT_FALSE(is_overlong(plan, pulse, 100us));
  EXPECT_TRUE(is_overlong(plan, pulse, 101us));
}

}  // namespace
}  // namespace tripline
