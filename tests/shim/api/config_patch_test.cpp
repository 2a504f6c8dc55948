// What becomes of a JSON body: tags and changes.
#include "shim/api/config_patch.hpp"

#include <gtest/gtest.h>

#include "shim/api/config_tag.hpp"

namespace tripline {
namespace {

TEST(ConfigPatch, TakesTablesAndPaths) {
  const auto changes = read_changes(Json::parse(
      R"({"trigger":{"guard":4,"threshold":null},"strobe.pulse_us":[10,20],"camera":null,"can.rules":[{"a":1}]})"));
  ASSERT_TRUE(changes);
  ASSERT_EQ(changes->size(), 5U);
  EXPECT_EQ((*changes)[0]->path, "trigger.guard");
  EXPECT_EQ((*changes)[0]->value, "4");
  EXPECT_EQ((*changes)[1]->path, "trigger.threshold");
  EXPECT_EQ((*changes)[1]->value, "") << "takes the override back";
  EXPECT_EQ((*changes)[2]->value, "[10,20]");
  EXPECT_EQ((*changes)[3]->path, "camera");
  EXPECT_EQ((*changes)[4]->value, R"([{"a":1}])");
}

TEST(ConfigPatch, RefusesAFieldThatIsGivenTwice) {
  const auto changes = read_changes(Json::parse(R"({"trigger":{"guard":4},"trigger.guard":5})"));
  ASSERT_FALSE(changes);
  EXPECT_EQ(changes.error().message, "trigger.guard: given twice; give it once");
}

TEST(ConfigPatch, FindsWhatAllPathsHaveInCommon) {
  EXPECT_EQ(common_path(resets_of({"trigger.guard"})), "trigger.guard");
  EXPECT_EQ(common_path(resets_of({"strobe.pulse_us", "strobe.gap_us"})), "strobe");
  EXPECT_EQ(common_path(resets_of({"strobe.pulse_us", "camera.fps"})), "");
  EXPECT_EQ(common_path({}), "");
}

TEST(ConfigTag, IsReadAsItIsWritten) {
  const ConfigTag tag{0xff00000000000001, 42};
  EXPECT_EQ(to_text(tag), "\"ff00000000000001-42\"");
  EXPECT_EQ(parse_config_tag(to_text(tag)), tag);
  EXPECT_TRUE(lists_tag("\"x\", \"ff00000000000001-42\"", tag));
  EXPECT_TRUE(lists_tag("*", tag));
  EXPECT_FALSE(lists_tag("\"ff00000000000001-4\"", tag));
}

TEST(ConfigTag, RefusesEverythingElse) {
  for (const auto* text : {"", "\"", "\"\"", "\"1\"", "1-2", "W/\"1-2\"", "\"1-x\"", "\"g-1\"", "\"1-\"", "\"1-2\" "})
    EXPECT_FALSE(parse_config_tag(text)) << text;
}

}  // namespace
}  // namespace tripline
