#include "shim/api/topic_set.hpp"

#include <gtest/gtest.h>

namespace tripline {
namespace {

TEST(TopicSet, ReadsASubscription) {
  const auto topics = parse_subscription(R"({"subscribe":["status","frame/preview"]})");
  ASSERT_TRUE(topics);
  EXPECT_EQ(topics->count(), 2U);
  EXPECT_TRUE(topics->test(topic_place("status")));
  EXPECT_TRUE(topics->test(topic_place("frame/preview")));
}

TEST(TopicSet, ReadsAnEmptySubscription) { EXPECT_TRUE(parse_subscription(R"({"subscribe":[]})")->none()); }

TEST(TopicSet, RefusesEverythingElse) {
  for (const auto* text : {"", "[", "[]", "null", "7", R"({"subscribe":"status"})", R"({"subscribe":[1]})",
                           R"({"subscribe":["nonsense"]})", R"({"subscribe":[],"more":1})", R"({"unsubscribe":[]})"}) {
    const auto topics = parse_subscription(text);
    ASSERT_FALSE(topics) << text;
    EXPECT_EQ(topics.error().code, ExitCode::kBadData) << text;
  }
}

}  // namespace
}  // namespace tripline
