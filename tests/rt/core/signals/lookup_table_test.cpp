// Points become a function; what is no function is refused.
#include "rt/core/signals/lookup_table.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace tripline {
namespace {

LookupTable table(std::vector<double> x, std::vector<double> y, bool is_stepped) {
  auto made = LookupTable::create(std::move(x), std::move(y), is_stepped);
  RT_CHECK(made.has_value());
  return std::move(*made);
}

std::string refusal(std::vector<double> x, std::vector<double> y) {
  const auto made = LookupTable::create(std::move(x), std::move(y), false);
  return made ? "accepted" : made.error().message;
}

TEST(LookupTable, DrawsAStraightLineBetweenPoints) {
  const auto line = table({0, 10, 20}, {1, 2, 0}, false);
  EXPECT_EQ(line.at(0), 1);
  EXPECT_EQ(line.at(5), 1.5);
  EXPECT_EQ(line.at(10), 2);
  EXPECT_EQ(line.at(15), 1);
}

TEST(LookupTable, HoldsTheLowerPointsValueWhenStepped) {
  const auto steps = table({0, 10, 20}, {1, 2, 3}, true);
  EXPECT_EQ(steps.at(9.99), 1);
  EXPECT_EQ(steps.at(10), 2);
  EXPECT_EQ(steps.at(19.99), 2);
}

TEST(LookupTable, HoldsTheValueOfItsEnds) {
  for (const bool is_stepped : {false, true}) {
    const auto ends = table({0, 10}, {1, 2}, is_stepped);
    EXPECT_EQ(ends.at(-5), 1);
    EXPECT_EQ(ends.at(10), 2);
    EXPECT_EQ(ends.at(HUGE_VAL), 2);
    EXPECT_EQ(ends.at(-HUGE_VAL), 1);
    EXPECT_TRUE(std::isnan(ends.at(NAN)));
  }
}

TEST(LookupTable, IsAConstantWithOnePoint) { EXPECT_EQ(table({3}, {7}, false).at(100), 7); }

TEST(LookupTable, RefusesWhatIsNoFunction) {
  EXPECT_EQ(refusal({}, {}), "x: has no points; give at least one");
  EXPECT_EQ(refusal({1, 2}, {1}), "y: 1 values for 2 points of x; give as many as there are points");
  EXPECT_EQ(refusal({1, 1}, {1, 2}), "x: item 1: 1 is not above 1; points must rise");
  EXPECT_EQ(refusal({1, NAN}, {1, 2}), "x: item 1: nan is not a finite number");
  EXPECT_EQ(refusal({1, 2}, {1, HUGE_VAL}), "y: item 1: inf is not a finite number");
}

}  // namespace
}  // namespace tripline
