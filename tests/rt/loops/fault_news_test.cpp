// News of invalid messages: prompt, bounded, and without a flood from one that flickers.
#include "rt/loops/fault_news.hpp"

#include <gtest/gtest.h>

#include <initializer_list>

namespace tripline {
namespace {

using namespace std::chrono_literals;

constexpr MonoTime kStart{1000s};
constexpr std::size_t kMessages = 100;

BusReport report_of(std::initializer_list<std::uint32_t> invalid) {
  BusReport report;
  for (const std::uint32_t message : invalid)
    report.invalid[report.invalid_told++] = {message, MessageState::kTimeout, kStart};
  report.invalid_count = report.invalid_told;
  return report;
}

TEST(FaultNews, TellsEachChangeOnce) {
  FaultNews news(kMessages);
  EXPECT_TRUE(news.look(kStart, report_of({})).invalid.empty());
  const auto first = news.look(kStart, report_of({3, 5}));
  ASSERT_EQ(first.invalid.size(), 2U);
  EXPECT_EQ(first.invalid[0].message, 3U);
  EXPECT_EQ(first.invalid[0].state, MessageState::kTimeout);
  EXPECT_TRUE(news.look(kStart + 10s, report_of({3, 5})).invalid.empty());
  const auto better = news.look(kStart + 20s, report_of({5}));
  ASSERT_EQ(better.valid.size(), 1U);
  EXPECT_EQ(better.valid[0].message, 3U);
  EXPECT_TRUE(news.look(kStart + 30s, report_of({5})).valid.empty());
}

TEST(FaultNews, GathersWhatComesSoonAfterTheLast) {
  FaultNews news(kMessages);
  EXPECT_EQ(news.look(kStart, report_of({1})).invalid.size(), 1U);
  EXPECT_TRUE(news.look(kStart + 1s, report_of({1, 2})).invalid.empty());
  EXPECT_TRUE(news.look(kStart + 1900ms, report_of({1, 2, 3})).invalid.empty());
  EXPECT_EQ(news.look(kStart + FaultNews::kBetween, report_of({1, 2, 3})).invalid.size(), 2U);
}

TEST(FaultNews, TellsAFlickeringMessageTwiceInTenSecondsAtMost) {
  FaultNews news(kMessages);
  std::size_t told = 0;
  for (int i = 0; i < 500; ++i) {  // 100 s, every 200 ms, worse and better in turn
    const auto now = news.look(kStart + i * 200ms, report_of({}));
    told += now.valid.size();
    if (i % 2 == 1) continue;
    told += news.look(kStart + i * 200ms, report_of({7})).invalid.size();
  }
  EXPECT_LE(told, 22U);
  EXPECT_GE(told, 10U);
}

TEST(FaultNews, BelievesAListThatIsCutShortOnlyInWhatItNames) {
  FaultNews news(kMessages);
  news.look(kStart, report_of({1, 2}));
  auto cut = report_of({2});
  cut.invalid_count = 70;
  EXPECT_TRUE(news.look(kStart + 5s, cut).valid.empty());
}

TEST(FaultNews, TellsNothingGoodOfADeadBus) {
  FaultNews news(kMessages);
  news.look(kStart, report_of({1}));
  news.clear();
  EXPECT_TRUE(news.look(kStart + 20s, report_of({})).valid.empty());
  EXPECT_EQ(news.look(kStart + 30s, report_of({1})).invalid.size(), 1U);
}

}  // namespace
}  // namespace tripline
