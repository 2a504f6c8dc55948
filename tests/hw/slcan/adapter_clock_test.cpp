// The adapter's milliseconds on the one clock, across minutes and silence.
#include "hw/slcan/adapter_clock.hpp"

#include <gtest/gtest.h>

namespace tripline {
namespace {

using namespace std::chrono_literals;

constexpr MonoTime kStart{1000s};

TEST(AdapterClock, PlacesFramesOfOneReadApart) {
  AdapterClock clock;
  EXPECT_EQ(clock.map(100, kStart), kStart);
  EXPECT_EQ(clock.map(105, kStart + 5ms), kStart + 5ms);
  EXPECT_EQ(clock.map(107, kStart + 30ms), kStart + 7ms + 500ns) << "and half a microsecond of drift";
}

TEST(AdapterClock, GoesOnWhereTheMinuteWraps) {
  AdapterClock clock;
  clock.map(59'990, kStart);
  EXPECT_NEAR(static_cast<double>((clock.map(10, kStart + 25ms) - (kStart + 20ms)).count()), 0, 10'000);
}

TEST(AdapterClock, KnowsHowManyMinutesOfSilenceWentBy) {
  AdapterClock clock;
  clock.map(30'000, kStart);
  const MonoTime read = kStart + 5min + 12s;
  EXPECT_EQ(clock.map(42'000, read), read);
}

TEST(AdapterClock, NeverTellsATimeAfterTheRead) {
  AdapterClock clock;
  clock.map(100, kStart + 50ms);
  EXPECT_LE(clock.map(200, kStart + 110ms), kStart + 110ms);
}

TEST(AdapterClock, BeginsAnewWhenTheAdapterDid) {
  AdapterClock clock;
  clock.map(30'000, kStart);
  const MonoTime read = kStart + 2s;
  EXPECT_EQ(clock.map(5, read), read);
}

}  // namespace
}  // namespace tripline
