#include "shim/cli/can/message_settings.hpp"

#include <gtest/gtest.h>

#include "rt/core/can/dbc_parser.hpp"

namespace tripline {
namespace {

std::vector<DbcFile> files() {
  return {
      parse_dbc("BO_ 68 Engine: 8 X\n SG_ Rpm : 0|16@1+ (0.25,0) [0|1] \"\" X\n SG_ Gear : 16|4@1+ (1,0) [0|1] \"\" X\n"
                "BO_ 69 Wheels: 2 X\n SG_ Speed : 0|8@1+ (1,0) [0|1] \"\" X\n"
                "BO_ 70 Radar: 2 X\n SG_ Speed : 0|8@1+ (1,0) [0|1] \"\" X\nVAL_ 68 Gear 3 \"Third\" ;\n",
                "a.dbc"),
      parse_dbc("BO_ 71 Radar: 1 X\n SG_ Speed : 0|8@1+ (2,0) [0|1] \"\" X\n", "b.dbc")};
}

std::string refused(const std::vector<std::string>& settings) {
  const auto frames = encode_settings(files(), settings);
  return frames ? "" : frames.error().message;
}

TEST(MessageSettings, MakeOneFrameAMessage) {
  const auto frames = encode_settings(files(), {"Engine.Rpm=800", "Wheels.Speed=7", "Gear=Third"});
  ASSERT_TRUE(frames) << frames.error().message;
  ASSERT_EQ(frames->size(), 2U);
  EXPECT_EQ((*frames)[0].id, 68U);
  EXPECT_EQ((*frames)[0].data[0], 0x80);
  EXPECT_EQ((*frames)[0].data[1], 0x0C);
  EXPECT_EQ((*frames)[0].data[2], 3);
  EXPECT_EQ((*frames)[1].id, 69U);
}

TEST(MessageSettings, TakeTheLastFileOfAMessage) {
  const auto frames = encode_settings(files(), {"Radar.Speed=8"});
  ASSERT_TRUE(frames);
  EXPECT_EQ(frames->at(0).id, 71U);
  EXPECT_EQ(frames->at(0).data[0], 4);
}

TEST(MessageSettings, SayWhatTheyCannotFind) {
  EXPECT_EQ(refused({"Rpm"}), "'Rpm' sets nothing; write Message.Signal=value");
  EXPECT_EQ(refused({"Motor.Rpm=1"}), "no DBC file has a message 'Motor'");
  EXPECT_EQ(refused({"Torque=1"}), "no DBC file has a signal 'Torque'");
  EXPECT_EQ(refused({"Speed=1"}), "'Speed' is a signal of Wheels and of Radar; write Wheels.Speed");
  EXPECT_EQ(refused({"Engine.Torque=1"}), "Engine: there is no signal 'Torque' in this message");
  EXPECT_NE(refused({"Engine.Rpm=fast"}), "");
}

}  // namespace
}  // namespace tripline
