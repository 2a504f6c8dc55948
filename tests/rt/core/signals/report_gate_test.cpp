// At most so many a second, the last one of them; or only what differs.
#include "rt/core/signals/report_gate.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "rt/base/limits.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

constexpr MonoTime kStart{1000s};

SignalSample sample(nanoseconds after, double value) { return {0, false, kStart + after, value}; }

TEST(ReportGate, TellsTheLastOfThoseThatCameTooSoon) {
  ReportGate gate(100ms, false);
  EXPECT_TRUE(gate.offer(sample(0ms, 1)));
  EXPECT_FALSE(gate.offer(sample(10ms, 2)));
  EXPECT_FALSE(gate.offer(sample(20ms, 3)));
  EXPECT_FALSE(gate.release(kStart + 99ms));
  const auto told = gate.release(kStart + 100ms);
  ASSERT_TRUE(told);
  EXPECT_EQ(told->value, 3);
  EXPECT_EQ(told->time, kStart + 20ms) << "it keeps the time of its frame";
  EXPECT_FALSE(gate.release(kStart + 300ms)) << "once";
}

TEST(ReportGate, NeverTellsMoreOftenThanAsked) {
  ReportGate gate(33ms, false);
  std::vector<MonoTime> told_at;
  for (auto now = 0ms; now < 1000ms; now += 5ms) {
    const bool at_once = now % 10ms == 0ms && gate.offer(sample(now, static_cast<double>(now.count())));
    if (at_once || gate.release(kStart + now)) told_at.push_back(kStart + now);
  }
  EXPECT_GE(told_at.size(), 29U);
  EXPECT_LE(told_at.size(), 31U);
}

TEST(ReportGate, TellsOnlyWhatDiffers) {
  ReportGate gate(0ms, true);
  EXPECT_TRUE(gate.offer(sample(0ms, 1)));
  EXPECT_FALSE(gate.offer(sample(10ms, 1)));
  EXPECT_TRUE(gate.offer(sample(20ms, 2)));
  EXPECT_TRUE(gate.offer(sample(30ms, NAN)));
  EXPECT_FALSE(gate.offer(sample(40ms, NAN)));
}

TEST(ReportGate, TellsAnUnchangedValueAgainForThoseWhoComeLater) {
  ReportGate gate(0ms, true);
  EXPECT_TRUE(gate.offer(sample(0ms, 1)));
  EXPECT_FALSE(gate.offer(sample(limits::kToldAgain - 1ns, 1)));
  EXPECT_TRUE(gate.offer(sample(limits::kToldAgain, 1)));
  EXPECT_FALSE(gate.offer(sample(limits::kToldAgain + 10ms, 1)));
}

TEST(ReportGate, TellsNothingWhenTheValueCameBackInTime) {
  ReportGate gate(100ms, true);
  EXPECT_TRUE(gate.offer(sample(0ms, 5)));
  EXPECT_FALSE(gate.offer(sample(10ms, 6)));
  EXPECT_FALSE(gate.offer(sample(20ms, 5)));
  EXPECT_FALSE(gate.release(kStart + 100ms));
  EXPECT_TRUE(gate.offer(sample(110ms, 6))) << "what was not told used up no time";
}

TEST(ReportGate, TellsWhatItKeptBeforeASilenceAndAnythingAfterIt) {
  ReportGate gate(100ms, true);
  EXPECT_TRUE(gate.offer(sample(0ms, 1)));
  EXPECT_FALSE(gate.offer(sample(10ms, 2)));
  const auto last = gate.end();
  ASSERT_TRUE(last);
  EXPECT_EQ(last->value, 2);
  EXPECT_FALSE(gate.end());
  EXPECT_TRUE(gate.offer(sample(20ms, 2))) << "the signal is back: that is news";
}

}  // namespace
}  // namespace tripline
