// A step rises as theory has it, however irregularly it is looked at.
#include "rt/core/signals/low_pass.hpp"

#include <gtest/gtest.h>

namespace tripline {
namespace {

using namespace std::chrono_literals;

constexpr MonoTime kStart{1000s};

/// What a step from 0 to 1 has become after `times`, with a time constant of 100 ms.
double risen(std::initializer_list<nanoseconds> times) {
  LowPass filter(100ms);
  filter.step(kStart, 0);
  double value = 0;
  for (const auto time : times) value = filter.step(kStart + time, 1);
  return value;
}

TEST(LowPass, RisesToTheSamePartHoweverManySamplesCameInBetween) {
  const double one_constant = 1 - std::exp(-1.0);
  EXPECT_NEAR(risen({100ms}), one_constant, 1e-12);
  EXPECT_NEAR(risen({1ms, 3ms, 50ms, 51ms, 100ms}), one_constant, 1e-12);
  EXPECT_NEAR(risen({500ms}), 1 - std::exp(-5.0), 1e-12);
}

TEST(LowPass, BeginsWithTheFirstValue) {
  LowPass filter(100ms);
  EXPECT_EQ(filter.step(kStart, 42), 42);
  EXPECT_EQ(filter.step(kStart + 10ms, 42), 42);
}

TEST(LowPass, LetsEverythingThroughWithoutATimeConstant) {
  LowPass filter(0ms);
  filter.step(kStart, 0);
  EXPECT_EQ(filter.step(kStart + 1ms, 7), 7);
}

TEST(LowPass, IsNotMovedByASampleThatIsNotLater) {
  LowPass filter(100ms);
  filter.step(kStart, 1);
  EXPECT_EQ(filter.step(kStart, 5), 1);
  EXPECT_EQ(filter.step(kStart - 1ms, 5), 1);
  EXPECT_NEAR(filter.step(kStart + 100ms, 2), 2 - std::exp(-1.0), 1e-12);
}

TEST(LowPass, LetsNanThroughAndBeginsAnew) {
  LowPass filter(100ms);
  filter.step(kStart, 1);
  EXPECT_TRUE(std::isnan(filter.step(kStart + 1ms, NAN)));
  EXPECT_EQ(filter.step(kStart + 2ms, 9), 9);
}

TEST(LowPass, ForgetsWhenReset) {
  LowPass filter(100ms);
  filter.step(kStart, 1);
  filter.reset();
  EXPECT_EQ(filter.step(kStart + 1ms, 9), 9);
}

}  // namespace
}  // namespace tripline
