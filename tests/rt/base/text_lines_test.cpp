#include "rt/base/text_lines.hpp"

#include <gtest/gtest.h>

namespace tripline {
namespace {

TEST(TextLines, LeavesOutWhatIsEmptyAndWhatIsARemark) {
  const auto lines = text_lines("# first\n\n  one two\t\r\n   # third\nthree # said\nfour#4");
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0].number, 3U);
  EXPECT_EQ(lines[0].text, "one two");
  EXPECT_EQ(lines[1].number, 5U);
  EXPECT_EQ(lines[1].text, "three");
  EXPECT_EQ(lines[2].text, "four#4");
}

TEST(TextLines, HasNoneInNothing) {
  EXPECT_TRUE(text_lines("").empty());
  EXPECT_TRUE(text_lines("\n \n#\n").empty());
}

TEST(TakeWord, TakesOneAndTheBlanksBehindIt) {
  std::string_view line = "one \t two three";
  EXPECT_EQ(take_word(line), "one");
  EXPECT_EQ(line, "two three");
  EXPECT_EQ(take_word(line), "two");
  EXPECT_EQ(take_word(line), "three");
  EXPECT_EQ(take_word(line), "");
}

}  // namespace
}  // namespace tripline
