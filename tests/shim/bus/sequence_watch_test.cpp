#include "shim/bus/sequence_watch.hpp"

#include <gtest/gtest.h>

namespace tripline {
namespace {

constexpr std::size_t kTopic = 0;
constexpr std::size_t kOther = 1;
constexpr std::uint64_t kRun = 7;

TEST(SequenceWatch, CountsNothingBeforeTheFirstEventOfATopic) {
  SequenceWatch watch;
  const auto verdict = watch.see(kTopic, 500, kRun);
  EXPECT_TRUE(verdict.run_began);
  EXPECT_EQ(verdict.lost, 0U);
  EXPECT_FALSE(verdict.repeated);
}

TEST(SequenceWatch, CountsTheHoleInATopicAlone) {
  SequenceWatch watch;
  watch.see(kTopic, 1, kRun);
  watch.see(kOther, 1, kRun);
  EXPECT_EQ(watch.see(kTopic, 5, kRun).lost, 3U);
  EXPECT_EQ(watch.see(kOther, 2, kRun).lost, 0U);
}

TEST(SequenceWatch, KnowsARepeatedEventAndStaysWhereItWas) {
  SequenceWatch watch;
  watch.see(kTopic, 4, kRun);
  EXPECT_TRUE(watch.see(kTopic, 4, kRun).repeated);
  EXPECT_TRUE(watch.see(kTopic, 2, kRun).repeated);
  EXPECT_EQ(watch.see(kTopic, 5, kRun).lost, 0U);
}

TEST(SequenceWatch, BeginsAnewWithARunOfTheCore) {
  SequenceWatch watch;
  watch.see(kTopic, 100, kRun);
  const auto verdict = watch.see(kTopic, 1, kRun + 1);
  EXPECT_TRUE(verdict.run_began);
  EXPECT_FALSE(verdict.repeated);
  EXPECT_EQ(verdict.lost, 0U);
}

TEST(SequenceWatch, DoesNotCountWhatWasNotFollowed) {
  SequenceWatch watch;
  watch.see(kTopic, 1, kRun);
  watch.forget(kTopic);
  EXPECT_EQ(watch.see(kTopic, 50, kRun).lost, 0U);
}

}  // namespace
}  // namespace tripline
