#include "hw/sim/frame_pacer.hpp"

#include <gtest/gtest.h>

namespace tripline {
namespace {

using namespace std::chrono_literals;

constexpr MonoTime kFirst{5s};
constexpr FramePacer kPacer(kFirst, 10ms);

TEST(FramePacer, SpacesFramesEvenlyFromTheFirst) {
  EXPECT_EQ(kPacer.due(FrameIndex(0)), kFirst);
  EXPECT_EQ(kPacer.due(FrameIndex(7)), kFirst + 70ms);
}

TEST(FramePacer, GoesOnWithTheNextFrameUpToTwoPeriodsLate) {
  EXPECT_EQ(kPacer.after(FrameIndex(3), kFirst + 30ms), FrameIndex(4));
  EXPECT_EQ(kPacer.after(FrameIndex(3), kFirst + 60ms), FrameIndex(4));
}

TEST(FramePacer, LosesFramesThatAreMoreThanTwoPeriodsLate) {
  EXPECT_EQ(kPacer.after(FrameIndex(3), kFirst + 61ms), FrameIndex(7));
  EXPECT_EQ(kPacer.after(FrameIndex(3), kFirst + 1s), FrameIndex(101));
}

}  // namespace
}  // namespace tripline
