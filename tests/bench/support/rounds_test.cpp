// Rounds alternate, and percentiles are ranks of real samples.
#include "bench/support/rounds.hpp"

#include <gtest/gtest.h>

#include <string>

#include "bench/support/percentiles.hpp"

namespace tripline::bench {
namespace {

TEST(Rounds, ChangeWhoGoesFirst) {
  std::string order;
  const auto times = alternate(
      3, [&] { order += '.'; }, [&] { order += 'o'; }, [&] { order += 'r'; });
  EXPECT_EQ(order, ".o.r.r.o.o.r");
  EXPECT_EQ(times.ours.size(), 3U);
  EXPECT_EQ(times.reference.size(), 3U);
}

TEST(Percentiles, AreNearestRanks) {
  std::vector<double> samples;
  for (int i = 1000; i >= 1; --i) samples.push_back(i);
  const auto p = percentiles_of(samples);
  EXPECT_EQ(p.p50, 500);
  EXPECT_EQ(p.p90, 900);
  EXPECT_EQ(p.p99, 990);
  EXPECT_EQ(p.p999, 999);
  EXPECT_EQ(median_of({3, 1, 2}), 2);
}

TEST(Percentiles, OfNothingAreZero) {
  EXPECT_EQ(median_of({}), 0);
  EXPECT_EQ(percentiles_of({}).p999, 0);
}

}  // namespace
}  // namespace tripline::bench
