#include "shim/api/subscription.hpp"

#include <gtest/gtest.h>

namespace tripline {
namespace {

TEST(SubscriptionText, ReadsASubscription) {
  const auto wish = parse_subscription(R"({"subscribe":["status","frame/preview"]})");
  ASSERT_TRUE(wish);
  EXPECT_EQ(wish->topics.count(), 2U);
  EXPECT_TRUE(wish->topics.test(topic_place("status")));
  EXPECT_TRUE(wish->topics.test(topic_place("frame/preview")));
  EXPECT_EQ(wish->apart[topic_place("status")], nanoseconds::zero());
}

TEST(SubscriptionText, ReadsAnEmptySubscription) {
  EXPECT_TRUE(parse_subscription(R"({"subscribe":[]})")->topics.none());
}

TEST(SubscriptionText, ReadsRates) {
  const auto wish = parse_subscription(R"({"subscribe":["can_signals"],"max_hz":{"can_signals":4}})");
  ASSERT_TRUE(wish);
  EXPECT_EQ(wish->apart[topic_place("can_signals")], std::chrono::milliseconds(250));
}

TEST(SubscriptionText, RefusesEverythingElse) {
  for (const auto* text : {"", "[", "[]", "null", "7", R"({"subscribe":"status"})", R"({"subscribe":[1]})",
                           R"({"subscribe":["nonsense"]})", R"({"subscribe":[],"more":1})", R"({"unsubscribe":[]})",
                           R"({"subscribe":[],"max_hz":5})", R"({"subscribe":[],"max_hz":{"nonsense":5}})",
                           R"({"subscribe":[],"max_hz":{"shot":5}})", R"({"subscribe":[],"max_hz":{"status":0}})",
                           R"({"subscribe":[],"max_hz":{"status":1e9}})", R"({"max_hz":{}})",
                           R"({"subscribe":[],"max_hz":{"status":"5"}})"}) {
    const auto wish = parse_subscription(text);
    ASSERT_FALSE(wish) << text;
    EXPECT_EQ(wish.error().code, ExitCode::kBadData) << text;
  }
}

}  // namespace
}  // namespace tripline
