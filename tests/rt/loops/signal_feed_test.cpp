// A profile is changed while values come: another catalogue, and every value told anew.
#include "rt/loops/signal_feed.hpp"

#include <gtest/gtest.h>

#include "tests/rt/core/signals/profile_of.hpp"

namespace tripline::test {
namespace {

using namespace std::chrono_literals;

constexpr MonoTime kStart{1000s};

class SignalFeedTest : public ::testing::Test {
 protected:
  SignalFeedTest() { feed_.change_profile(kStart, SignalProfile{}); }

  void take(std::uint32_t signal, nanoseconds after, double value) {
    const SignalSample sample{signal, false, kStart + after, value};
    feed_.take(kStart + after, {&sample, 1});
  }
  static ProfileRules twice_ax() {
    auto rule = rule_for("Ax");
    rule.name = "twice";
    rule.scale = 2;
    return {{rule}, {derived("g", "twice + 1")}, {}};
  }

  const DecodePlan plan_ = small_car();
  SignalFeed feed_{plan_, {0, Provenance::kSimulated, [](std::uint32_t) { return nanoseconds(50ms); }}};
};

TEST_F(SignalFeedTest, TellsWhatIsDecoded) {
  EXPECT_EQ(feed_.catalog().revision, 1U);
  take(kAx, 0ms, 3);
  ASSERT_EQ(feed_.told().size(), 1U);
  EXPECT_EQ(feed_.told()[0].value, 3);
  feed_.clear_told();
  EXPECT_TRUE(feed_.told().empty());
}

TEST_F(SignalFeedTest, TellsEveryValueAnewUnderTheNextRevision) {
  take(kAx, 0ms, 3);
  feed_.clear_told();
  feed_.change_profile(kStart + 5ms, profile_of(twice_ax(), plan_));
  EXPECT_EQ(feed_.catalog().revision, 2U);
  EXPECT_EQ(feed_.catalog().signals[kAx].name, "twice");
  ASSERT_EQ(feed_.told().size(), 2U);
  EXPECT_EQ(feed_.told()[0].value, 6);
  EXPECT_EQ(feed_.told()[1].signal, kSmallCarSignals);
  EXPECT_EQ(feed_.told()[1].value, 7);
}

TEST_F(SignalFeedTest, LetsAShotKeepTheCatalogueOfItsMoment) {
  take(kAx, 0ms, 3);
  const auto before = feed_.snapshot().at(kStart + 1ms);
  feed_.change_profile(kStart + 5ms, profile_of(twice_ax(), plan_));
  ASSERT_EQ(before.values.size(), 1U);
  EXPECT_EQ(before.values[0].value, 3);
  EXPECT_EQ(before.catalog->signals[kAx].name, "Ax");
  const auto after = feed_.snapshot().at(kStart + 6ms);
  ASSERT_EQ(after.values.size(), 2U);
  EXPECT_EQ(after.values[0].value, 6);
  EXPECT_EQ(after.catalog->revision, 2U);
}

TEST_F(SignalFeedTest, ShowsAShotValuesThatWereNotPublished) {
  auto rule = rule_for("Ax");
  rule.told_every_min = 1s;
  feed_.change_profile(kStart, profile_of({{rule}, {}, {}}, plan_));
  take(kAx, 0ms, 1);
  take(kAx, 10ms, 2);
  EXPECT_EQ(feed_.told().size(), 1U);
  EXPECT_EQ(feed_.snapshot().at(kStart + 11ms).values.at(0).value, 2);
}

}  // namespace
}  // namespace tripline::test
