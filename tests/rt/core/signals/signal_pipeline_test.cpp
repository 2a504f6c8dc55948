// Decoded values in, profiled and derived ones out, at the time that the test says it is.
#include "rt/core/signals/signal_pipeline.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/rt/core/signals/profile_of.hpp"

namespace tripline::test {
namespace {

using namespace std::chrono_literals;

constexpr MonoTime kStart{1000s};
constexpr std::uint32_t kFirstDerived = kSmallCarSignals;

SignalSample sample(std::uint32_t signal, nanoseconds after, double value) {
  return {signal, false, kStart + after, value};
}
SignalSample silence(std::uint32_t signal, nanoseconds after) { return {signal, true, kStart + after, 0}; }

class SignalPipelineTest : public ::testing::Test {
 protected:
  void work_by(const ProfileRules& rules) { pipeline_ = SignalPipeline(profile_of(rules, plan_), kSmallCarSignals); }
  std::vector<SignalSample> step(std::vector<SignalSample> samples, nanoseconds now = 0ms) {
    const auto [values, told] = pipeline_.step(kStart + now, samples);
    values_.assign(values.begin(), values.end());
    return {told.begin(), told.end()};
  }
  /// The one value told of `signal`; NaN when there is none or are several.
  static double told_of(std::uint32_t signal, const std::vector<SignalSample>& told) {
    double value = NAN;
    int count = 0;
    for (const auto& one : told)
      if (one.signal == signal && !one.stale) value = one.value, ++count;
    return count == 1 ? value : NAN;
  }
  static int stale_marks(std::uint32_t signal, const std::vector<SignalSample>& told) {
    int count = 0;
    for (const auto& one : told) count += one.signal == signal && one.stale ? 1 : 0;
    return count;
  }

  const DecodePlan plan_ = small_car();
  SignalPipeline pipeline_{kSmallCarSignals};
  std::vector<SignalSample> values_;  ///< of the last step
};

TEST_F(SignalPipelineTest, LetsEverythingThroughWithoutAProfile) {
  const auto told = step({sample(kAx, 0ms, 3), silence(kAy, 0ms)});
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(told[0].value, 3);
  EXPECT_TRUE(told[1].stale);
  EXPECT_EQ(values_.size(), 2U);
}

TEST_F(SignalPipelineTest, InvertsScalesShiftsAndClamps) {
  auto rule = rule_for("Ax");
  rule.is_inverted = true;
  rule.scale = 2;
  rule.bias = 1;
  rule.clamp = {-5, 5};
  work_by({{rule}, {}, {}});
  EXPECT_EQ(told_of(kAx, step({sample(kAx, 0ms, 2)})), -3);
  EXPECT_EQ(told_of(kAx, step({sample(kAx, 1ms, -9)})), 5);
  EXPECT_EQ(told_of(kAx, step({sample(kAx, 2ms, HUGE_VAL)})), -5);
  EXPECT_TRUE(std::isnan(step({sample(kAx, 3ms, NAN)}).at(0).value)) << "a lie would be worse";
  EXPECT_EQ(told_of(kAy, step({sample(kAy, 4ms, 9)})), 9) << "it has no rule";
}

TEST_F(SignalPipelineTest, SmoothsByTheTimesOfTheSamples) {
  auto rule = rule_for("Ax");
  rule.low_pass = 100ms;
  work_by({{rule}, {}, {}});
  step({sample(kAx, 0ms, 0)});
  EXPECT_NEAR(told_of(kAx, step({sample(kAx, 100ms, 1)})), 1 - std::exp(-1.0), 1e-12);
  step({silence(kAx, 100ms)});
  EXPECT_EQ(told_of(kAx, step({sample(kAx, 900ms, 4)})), 4) << "what was before the silence says nothing";
}

TEST_F(SignalPipelineTest, TellsAtMostSoManyASecondButKnowsEveryValue) {
  auto rule = rule_for("Ax");
  rule.told_every_min = 100ms;
  work_by({{rule}, {}, {}});
  EXPECT_EQ(told_of(kAx, step({sample(kAx, 0ms, 1)})), 1);
  EXPECT_TRUE(step({sample(kAx, 10ms, 2)}, 10ms).empty());
  EXPECT_EQ(told_of(kAx, values_), 2) << "a shot asks for the newest one";
  EXPECT_TRUE(step({sample(kAx, 20ms, 3)}, 99ms).empty());
  EXPECT_EQ(told_of(kAx, step({}, 100ms)), 3);
}

TEST_F(SignalPipelineTest, LetsAStaleMarkThroughWhateverTheRulesSay) {
  auto rule = rule_for("Ax");
  rule.told_every_min = 1s;
  rule.changed_only = true;
  work_by({{rule}, {}, {}});
  step({sample(kAx, 0ms, 1)});
  const auto told = step({sample(kAx, 10ms, 2), silence(kAx, 10ms)}, 60ms);
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(told[0].value, 2) << "the last value first";
  EXPECT_TRUE(told[1].stale);
  EXPECT_EQ(told_of(kAx, step({sample(kAx, 70ms, 2)}, 70ms)), 2) << "it is back, though it did not change";
}

TEST_F(SignalPipelineTest, DerivesOnceAFrameIsIn) {
  work_by({{}, {derived("g", "hypot(Ax, Ay)")}, {}});
  EXPECT_TRUE(std::isnan(told_of(kFirstDerived, step({sample(kAx, 0ms, 3)})))) << "Ay has no value yet";
  const auto told = step({sample(kAx, 10ms, 3), sample(kAy, 10ms, 4), sample(kMotionSpeed, 10ms, 9)});
  EXPECT_EQ(told_of(kFirstDerived, told), 5);
  EXPECT_EQ(told.back().time, kStart + 10ms);
  EXPECT_EQ(pipeline_.evaluations(), 1U);
}

TEST_F(SignalPipelineTest, DerivesForEachFrameOfABatch) {
  work_by({{}, {derived("twice", "2 * Ax")}, {}});
  const auto told = step({sample(kAx, 0ms, 1), sample(kAx, 10ms, 2), sample(kAx, 20ms, 3)});
  std::vector<double> values;
  for (const auto& one : told)
    if (one.signal == kFirstDerived) values.push_back(one.value);
  EXPECT_EQ(values, (std::vector<double>{2, 4, 6}));
}

TEST_F(SignalPipelineTest, EvaluatesOnlyWhenAnInputChanged) {
  work_by({{}, {derived("g", "hypot(Ax, Ay)")}, {}});
  step({sample(kAx, 0ms, 3), sample(kAy, 0ms, 4)});
  const auto told = step({sample(kAx, 10ms, 3), sample(kAy, 10ms, 4)});
  EXPECT_EQ(told_of(kFirstDerived, told), 5) << "its inputs are fresh, so it is too";
  EXPECT_EQ(pipeline_.evaluations(), 1U);
  step({sample(kAy, 20ms, 0)});
  EXPECT_EQ(pipeline_.evaluations(), 2U);
  step({sample(kMode, 30ms, 1)});
  EXPECT_EQ(pipeline_.evaluations(), 2U) << "it does not use Mode";
}

TEST_F(SignalPipelineTest, DerivesFromProfiledValuesAndFromDerivedOnes) {
  auto rule = rule_for("Ax");
  rule.name = "braking";
  rule.is_inverted = true;
  rule.told_every_min = 10s;
  work_by({{rule}, {derived("b", "a + 1"), derived("a", "2 * braking")}, {}});
  EXPECT_EQ(told_of(kFirstDerived, step({sample(kAx, 0ms, -3)})), 7);
  EXPECT_EQ(told_of(kFirstDerived, step({sample(kAx, 10ms, -4)})), 9) << "also of values that are not told";
}

TEST_F(SignalPipelineTest, CallsADerivedSignalStaleWithItsInput) {
  work_by({{}, {derived("g", "Ax + Ay"), derived("h", "g * 2")}, {}});
  step({sample(kAx, 0ms, 1), sample(kAy, 0ms, 2)});
  auto told = step({silence(kAx, 0ms)}, 500ms);
  EXPECT_EQ(stale_marks(kFirstDerived, told), 1);
  EXPECT_EQ(stale_marks(kFirstDerived + 1, told), 1);
  told = step({sample(kAy, 510ms, 3)}, 510ms);
  EXPECT_TRUE(std::isnan(told_of(kFirstDerived, told))) << "Ax is not the truth any more";
  EXPECT_EQ(stale_marks(kFirstDerived, told), 0) << "once per silence";
  told = step({sample(kAx, 520ms, 4)}, 520ms);
  EXPECT_EQ(told_of(kFirstDerived, told), 7);
  EXPECT_EQ(told_of(kFirstDerived + 1, told), 14);
}

TEST_F(SignalPipelineTest, GatesDerivedSignalsToo) {
  auto rule = derived("fast", "Motion.Speed > 100");
  rule.changed_only = true;
  work_by({{}, {rule}, {}});
  EXPECT_EQ(told_of(kFirstDerived, step({sample(kMotionSpeed, 0ms, 50)})), 0);
  EXPECT_TRUE(std::isnan(told_of(kFirstDerived, step({sample(kMotionSpeed, 10ms, 60)}))));
  EXPECT_EQ(told_of(kFirstDerived, step({sample(kMotionSpeed, 20ms, 120)})), 1);
}

TEST_F(SignalPipelineTest, IgnoresASignalThatIsNotInThePlan) {
  work_by({{rule_for("Ax")}, {}, {}});
  EXPECT_TRUE(step({sample(kSmallCarSignals, 0ms, 1)}).empty());
}

TEST_F(SignalPipelineTest, HandsTheNewestDecodedValuesToThePipelineThatFollows) {
  auto rule = rule_for("Ax");
  rule.scale = 10;
  work_by({{rule}, {}, {}});
  step({sample(kAx, 0ms, 1), sample(kAy, 10ms, 2), sample(kAx, 20ms, 3), silence(kAy, 10ms)});
  const auto newest = pipeline_.newest_decoded();
  ASSERT_EQ(newest.size(), 3U);
  EXPECT_EQ(newest[0].signal, kAy);
  EXPECT_FALSE(newest[0].stale);
  EXPECT_TRUE(newest[1].stale);
  EXPECT_EQ(newest[2].value, 3) << "as it was decoded";
}

}  // namespace
}  // namespace tripline::test
