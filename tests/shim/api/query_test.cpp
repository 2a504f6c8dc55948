#include "shim/api/query.hpp"

#include <gtest/gtest.h>

namespace tripline {
namespace {

Result<Query> read(std::string text) {
  Request request;
  request.query = std::move(text);
  return Query::read(request, {"limit", "name", "all"});
}

std::string fault(std::string text) {
  const auto query = read(std::move(text));
  return query ? "" : query.error().message;
}

TEST(Query, ReadsWhatIsGiven) {
  const auto query = read("limit=12&name=a%20b+c%25&all=true");
  ASSERT_TRUE(query);
  EXPECT_EQ(*query->number("limit", 5, 1, 20), 12U);
  EXPECT_EQ(query->text("name"), "a b c%");
  EXPECT_TRUE(*query->flag("all"));
}

TEST(Query, FallsBackToWhatTheResourceSays) {
  const auto query = read("");
  EXPECT_EQ(*query->number("limit", 5, 1, 20), 5U);
  EXPECT_EQ(*query->number("limit", 1, 20), std::nullopt);
  EXPECT_FALSE(query->text("name"));
  EXPECT_FALSE(*query->flag("all"));
}

TEST(Query, RefusesWhatNobodyKnowsOrIsGivenTwice) {
  EXPECT_EQ(fault("nonsense=1"), "query.nonsense: no such parameter; use limit, name, all");
  EXPECT_EQ(fault("limit=1&limit=2"), "query.limit: given twice; give it once");
  EXPECT_EQ(fault("name=%4"), "query.name: a '%' is not followed by two hexadecimal digits; write %25 for '%'");
  EXPECT_NE(fault("name=%zz"), "");
}

TEST(Query, RefusesNumbersOutOfRange) {
  for (const auto* text : {"limit=0", "limit=21", "limit=", "limit=-1", "limit=1x", "limit=99999999999999999999"}) {
    const auto query = read(text);
    ASSERT_TRUE(query);
    const auto number = query->number("limit", 5, 1, 20);
    ASSERT_FALSE(number) << text;
    EXPECT_EQ(number.error().code, ExitCode::kUsage);
    EXPECT_NE(number.error().message.find("give a whole number from 1 to 20"), std::string::npos);
  }
  EXPECT_FALSE(read("all=yes")->flag("all"));
}

}  // namespace
}  // namespace tripline
