// The line of a field, also deep in a list.
#include "rt/config/json_place.hpp"

#include <gtest/gtest.h>

namespace tripline {
namespace {

constexpr std::string_view kText = R"(// rules: none here
{
  trigger: { guard: 4, threshold: 30 },
  signals: {
    rules: [
      { signal: "a, [b]: {", scale: 2 },
      { signal: "c",
        scale: 3 },
      {
        signal: "d" }
    ],
    tables: [ { name: "t",
                x: [1, 2,
                    3], y: [4, 5, 6] } ]
  },
  can: { dbc: ["x.dbc", "y.dbc"],
         stale_ms: 5 }
})";

int line_of(const std::string& path) { return place_of(kText, path).line; }

TEST(JsonPlace, FindsAField) {
  EXPECT_EQ(line_of("trigger"), 3);
  EXPECT_EQ(line_of("trigger.threshold"), 3);
  EXPECT_EQ(line_of("can.stale_ms"), 17);
}

TEST(JsonPlace, FindsAFieldOfOneItemOfAList) {
  EXPECT_EQ(line_of("signals.rules"), 5);
  EXPECT_EQ(line_of("signals.rules[0].scale"), 6);
  EXPECT_EQ(line_of("signals.rules[1].scale"), 8);
  EXPECT_EQ(line_of("signals.rules[2].signal"), 10);
  EXPECT_EQ(line_of("signals.tables[0].x"), 13);
  EXPECT_EQ(line_of("signals.tables[0].y"), 14);
}

TEST(JsonPlace, PointsBesideAFieldThatIsLeftOut) {
  EXPECT_EQ(line_of("signals.rules[1].name"), 7);
  EXPECT_EQ(line_of("signals.rules[9].name"), 5);
  EXPECT_EQ(line_of("trigger.settle_ms"), 3);
  EXPECT_EQ(line_of("camera.fps"), 1);
}

}  // namespace
}  // namespace tripline
