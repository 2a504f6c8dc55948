// Percentiles to three digits.
#include "rt/queue/histogram.hpp"

#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <vector>

namespace tripline {
namespace {

using std::chrono::nanoseconds;

TEST(Histogram, IsAllZeroWithoutSamples) {
  const auto histogram = std::make_unique<Histogram>();
  EXPECT_EQ(histogram->percentiles().count, 0U);
  EXPECT_EQ(histogram->percentiles().p99_ns, 0U);
}

TEST(Histogram, KeepsThreeSignificantDigitsOverItsWholeRange) {
  for (std::int64_t ns = 1; ns < 60'000'000'000; ns = ns * 3 + 1) {
    const auto histogram = std::make_unique<Histogram>();
    histogram->record(nanoseconds(ns));
    histogram->record(nanoseconds(ns * 2));
    const auto p50 = static_cast<double>(histogram->percentiles().p50_ns);
    EXPECT_NEAR(p50, static_cast<double>(ns), static_cast<double>(ns) / 1000.0) << ns;
  }
}

TEST(Histogram, RanksSamples) {
  const auto histogram = std::make_unique<Histogram>();
  for (int i = 1; i <= 1000; ++i) histogram->record(nanoseconds(i));
  const auto result = histogram->percentiles();
  EXPECT_EQ(result.count, 1000U);
  EXPECT_EQ(result.p50_ns, 500U);
  EXPECT_EQ(result.p90_ns, 900U);
  EXPECT_EQ(result.p99_ns, 990U);
  EXPECT_EQ(result.p999_ns, 999U);
  EXPECT_EQ(result.max_ns, 1000U);
}

TEST(Histogram, TellsWhereALatencyStands) {
  const auto histogram = std::make_unique<Histogram>();
  EXPECT_EQ(histogram->share_at_most(nanoseconds(1)), 0);
  for (int i = 1; i <= 1000; ++i) histogram->record(nanoseconds(i));
  EXPECT_EQ(histogram->share_at_most(nanoseconds(0)), 0);
  EXPECT_EQ(histogram->share_at_most(nanoseconds(250)), 0.25);
  EXPECT_EQ(histogram->share_at_most(std::chrono::hours(1)), 1);
}

TEST(Histogram, CountsUpToEachBound) {
  const auto histogram = std::make_unique<Histogram>();
  for (int i = 1; i <= 1000; ++i) histogram->record(nanoseconds(i));
  histogram->record(std::chrono::hours(1));
  const std::array<std::uint64_t, 4> bounds{0, 250, 1'000, 1'000'000};
  const auto spread = histogram->distribution(bounds);
  EXPECT_EQ(spread.at_most, (std::vector<std::uint64_t>{0, 250, 1000, 1000}));
  const auto all = histogram->distribution(std::array<std::uint64_t, 1>{1ULL << 40});
  EXPECT_EQ(all.at_most.front(), 1001U) << "what is beyond its range is in its last bucket";
}

TEST(Histogram, AddsItsSamplesUpToThreeDigits) {
  const auto histogram = std::make_unique<Histogram>();
  for (int i = 0; i < 1000; ++i) histogram->record(std::chrono::milliseconds(3));
  EXPECT_NEAR(static_cast<double>(histogram->distribution({}).sum_ns), 3e9, 3e6);
}

TEST(Histogram, NeverReportsAPercentileAboveTheMaximum) {
  const auto histogram = std::make_unique<Histogram>();
  histogram->record(nanoseconds(123'456'789));
  EXPECT_EQ(histogram->percentiles().p999_ns, 123'456'789U);
}

TEST(Histogram, CountsWhatIsBeyondItsRangeInItsLastBucket) {
  const auto histogram = std::make_unique<Histogram>();
  histogram->record(std::chrono::hours(1));
  histogram->record(nanoseconds(-5));
  EXPECT_EQ(histogram->percentiles().count, 2U);
  EXPECT_EQ(histogram->percentiles().max_ns, 3'600'000'000'000U);
}

}  // namespace
}  // namespace tripline
