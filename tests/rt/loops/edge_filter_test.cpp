// Bouncing contacts: the first edge acts, and the filter knows where the line came to rest.
#include "rt/loops/edge_filter.hpp"

#include <gtest/gtest.h>

namespace tripline {
namespace {

using namespace std::chrono_literals;

constexpr InputEdge edge(nanoseconds at, Slope slope = Slope::kRising) { return {MonoTime(at), slope}; }

TEST(EdgeFilter, LetsEveryEdgeActWithoutADebounce) {
  EdgeFilter filter(0ns);
  EXPECT_TRUE(filter.acts(edge(1s)));
  EXPECT_TRUE(filter.acts(edge(1s)));
}

TEST(EdgeFilter, LetsTheVeryFirstEdgeActAtAnyTime) { EXPECT_TRUE(EdgeFilter(1s).acts(edge(0s))); }

TEST(EdgeFilter, HoldsBouncesBackUntilTheLineIsQuiet) {
  EdgeFilter filter(5ms);
  EXPECT_TRUE(filter.acts(edge(100ms)));
  EXPECT_FALSE(filter.acts(edge(104ms)));
  EXPECT_FALSE(filter.acts(edge(108ms))) << "counted from the bounce before";
  EXPECT_TRUE(filter.acts(edge(113ms)));
}

TEST(EdgeFilter, TellsWhereTheLineCameToRest) {
  EdgeFilter filter(5ms);
  EXPECT_TRUE(filter.acts(edge(100ms, Slope::kRising)));
  EXPECT_FALSE(filter.acts(edge(101ms, Slope::kFalling)));
  EXPECT_FALSE(filter.rested(MonoTime(105ms))) << "not quiet yet";
  EXPECT_EQ(filter.rested(MonoTime(106ms)), Slope::kFalling);
  EXPECT_FALSE(filter.rested(MonoTime(107ms))) << "once";
}

TEST(EdgeFilter, HasNothingToTellWhenTheLineStaysWhereItWent) {
  EdgeFilter filter(5ms);
  EXPECT_FALSE(filter.rested(MonoTime(1s)));
  EXPECT_TRUE(filter.acts(edge(100ms, Slope::kRising)));
  EXPECT_FALSE(filter.acts(edge(101ms, Slope::kFalling)));
  EXPECT_FALSE(filter.acts(edge(102ms, Slope::kRising)));
  EXPECT_FALSE(filter.rested(MonoTime(1s)));
}

}  // namespace
}  // namespace tripline
