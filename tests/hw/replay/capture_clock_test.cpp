// Ticks of capture files as time, and times as text.
#include "hw/replay/capture_clock.hpp"

#include <gtest/gtest.h>

#include "hw/replay/time_text.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

TEST(CaptureClock, CountsInPowersOfTenAndTwo) {
  EXPECT_EQ(CaptureClock().time(1'500'000, 0), 1500ms);
  EXPECT_EQ(CaptureClock::of(9)->time(1'500'000'001, 0), 1500ms + 1ns);
  EXPECT_EQ(CaptureClock::of(0)->time(7, -3), 4s);
  EXPECT_EQ(CaptureClock::of(12)->time(1'999, 0), 1ns);
  EXPECT_EQ(CaptureClock::of(0x80 | 63)->time(1ULL << 62, 0), 500ms);
  EXPECT_EQ(CaptureClock::of(19)->time(10'000'000'000'000'000'000U, 0), 1s);
}

TEST(CaptureClock, RefusesWhatItCannotCount) {
  EXPECT_FALSE(CaptureClock::of(20));
  EXPECT_FALSE(CaptureClock::of(0x80 | 64));
  EXPECT_FALSE(CaptureClock().time(0, -1));
  EXPECT_FALSE(CaptureClock::of(0)->time(~0ULL, 0));
  EXPECT_FALSE(CaptureClock().time(0, INT64_MAX));
}

TEST(TimeText, HasSixDigitsOrNine) {
  TimeText text;
  EXPECT_EQ(text.write(0ns), "0.000000");
  EXPECT_EQ(text.write(1'436'509'052s + 249'713us), "1436509052.249713");
  EXPECT_EQ(text.write(1ns), "0.000000001");
  EXPECT_EQ(text.write(nanoseconds::max()), "9223372036.854775807");
}

}  // namespace
}  // namespace tripline
