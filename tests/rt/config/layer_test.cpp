// What a configuration text may say, and what is said when it says something else.
#include "rt/config/layer.hpp"

#include <gtest/gtest.h>

#include <string>

#include "rt/config/field.hpp"

namespace tripline {
namespace {

std::string refusal(const std::string& text) {
  const auto layer = parse_layer(text, "demo.json");
  return layer ? "accepted" : layer.error().message;
}

TEST(ConfigLayer, ReadsJsonWithComments) {
  const auto layer = parse_layer(R"(
    // a comment
    { trigger: { threshold: 30, /* and another */ }, "can": { dbc: ["a.dbc"] }, camera: { source: "replay" } })",
                                 "x");
  ASSERT_TRUE(layer) << layer.error().message;
  EXPECT_EQ(*layer,
            (ConfigValues{{"trigger.threshold", "30"}, {"can.dbc", "[\"a.dbc\"]"}, {"camera.source", "\"replay\""}}));
}

TEST(ConfigLayer, KeepsAFieldThatIsSetToItsDefault) {
  const auto layer = parse_layer("{trigger: {threshold: 25, arm_at_start: true}}", "x");
  ASSERT_TRUE(layer);
  EXPECT_EQ(layer->size(), 2U);
}

TEST(ConfigLayer, FillsInWhatAListedBusLeavesOut) {
  const auto layer = parse_layer("{can: {buses: [{source: socketcan}]}}", "x");
  ASSERT_TRUE(layer) << layer.error().message;
  EXPECT_EQ(
      layer->at("can.buses"),
      R"([{"name": "can0", "source": "socketcan", "log": "", "loop": false, "speed": "real", "dbc_ids_only": false, )"
      R"("device": "", "mode": "listen_only", "bitrate": 500000, "data_mbitrate": 0, "baud": 115200, )"
      R"("adapter_time": false}])");
}

TEST(ConfigLayer, NamesFileLineAndKeyOfAnUnknownKey) {
  const auto message = refusal("{\n  trigger: { treshold: 30 }\n}");
  EXPECT_EQ(message.rfind("demo.json:2", 0), 0U) << message;
  EXPECT_NE(message.find("treshold"), std::string::npos) << message;
  EXPECT_EQ(message.find('\n'), std::string::npos);
}

TEST(ConfigLayer, NamesLineFieldAndRangeOfAValueOutOfRange) {
  EXPECT_EQ(refusal("{\n trigger: {\n  // cleared: threshold\n  guard: 4,\n  threshold: 0 } }"),
            "demo.json:5: trigger.threshold: 0 is out of range, allowed 1..254 grey levels");
}

TEST(ConfigLayer, ChecksTheItemsOfLists) {
  EXPECT_EQ(refusal("{strobe: {pulse_us: [20, 0]}}"),
            "demo.json:1: strobe.pulse_us: item 1: 0 is out of range, allowed 1..10000 us");
  std::string many = "{strobe: {pulse_us: [1";
  for (int i = 0; i < 64; ++i) many += ", 1";
  EXPECT_EQ(refusal(many + "]}}"), "demo.json:1: strobe.pulse_us: 65 items, at most 64 are allowed");
}

TEST(ConfigLayer, RefusesWrongTypesAndWrongChoices) {
  EXPECT_NE(refusal("{trigger: {threshold: 300}}"), "accepted");
  EXPECT_NE(refusal("{trigger: {threshold: \"much\"}}"), "accepted");
  EXPECT_NE(refusal("{camera: {source: \"webcam\"}}"), "accepted");
  EXPECT_NE(refusal("{trigger: 5}"), "accepted");
  EXPECT_NE(refusal("{trigger: {threshold: 30}"), "accepted");
}

TEST(ConfigLayer, RefusesAnAssignmentThatSmugglesInASecondField) {
  EXPECT_FALSE(parse_assignment("trigger.threshold", "30, guard: 4"));
  EXPECT_FALSE(parse_assignment("trigger.threshold", "30}, camera: {fps: 5"));
  EXPECT_FALSE(parse_assignment("trigger", "{threshold: 30}, camera: {fps: 5}"));
  EXPECT_FALSE(parse_assignment("", "{trigger: {threshold: 30}}"));
  const auto good = parse_assignment("trigger.threshold", "30");
  ASSERT_TRUE(good);
  EXPECT_EQ(good->at("trigger.threshold"), "30");
}

TEST(ConfigLayer, AssignsSeveralFieldsOfATableTogether) {
  const auto both = parse_assignment("trigger", "{threshold: 30, guard: 4}");
  ASSERT_TRUE(both) << both.error().message;
  EXPECT_EQ(*both, (ConfigValues{{"trigger.threshold", "30"}, {"trigger.guard", "4"}}));
  EXPECT_FALSE(parse_assignment("trigger", "30"));
  EXPECT_FALSE(parse_assignment("trigger", "{}"));
  EXPECT_FALSE(parse_assignment("trigger", "{treshold: 30}"));
}

TEST(ConfigField, ComesWithRangeUnitAndHelpFromTheSchema) {
  for (const auto& field : config_fields()) {
    EXPECT_FALSE(field.help.empty()) << field.path;
    EXPECT_FALSE(field.default_json.empty()) << field.path;
    if (field.type == "integer" || field.type == "number") {
      EXPECT_TRUE(field.min && field.max) << field.path << " has no range";
    }
    EXPECT_TRUE(parse_assignment(field.path, field.default_json)) << field.path << " refuses its own default";
  }
}

}  // namespace
}  // namespace tripline
