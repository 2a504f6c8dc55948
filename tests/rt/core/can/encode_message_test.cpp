// Frames made of values: decoded again they give those values, with the multiplexers that this needs.
#include "rt/core/can/encode_message.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <vector>

#include "rt/core/can/dbc_parser.hpp"
#include "rt/core/can/decode_plan.hpp"

namespace tripline {
namespace {

using Settings = std::vector<SignalSetting>;

const char kDbc[] =
    "BO_ 291 Engine: 8 X\n SG_ Rpm : 0|16@1+ (0.25,0) [0|1] \"\" X\n SG_ Gear : 23|8@0- (1,0) [0|1] \"\" X\n"
    " SG_ Late : 60|8@1+ (1,0) [0|1] \"\" X\n"
    "BO_ 2147484000 Wide: 18 X\n SG_ Last : 136|8@1+ (1,0) [0|1] \"\" X\n"
    "BO_ 5 Modes: 8 X\n SG_ Mode M : 0|8@1+ (1,0) [0|1] \"\" X\n SG_ Inner m2M : 8|8@1+ (1,0) [0|1] \"\" X\n"
    " SG_ Leaf m0 : 16|8@1+ (1,0) [0|1] \"\" X\n SG_ Other m3 : 24|8@1+ (1,0) [0|1] \"\" X\n"
    "BA_DEF_ SG_ \"GenSigStartValue\" FLOAT 0 100;\nBA_ \"GenSigStartValue\" SG_ 291 Rpm 800;\n"
    "VAL_ 291 Gear -1 \"Reverse\" 3 \"Third\" ;\n"
    "SG_MUL_VAL_ 5 Inner Mode 2-2;\nSG_MUL_VAL_ 5 Leaf Inner 7-9;\nSG_MUL_VAL_ 5 Other Mode 3-3;\n";

class EncodeMessageTest : public testing::Test {
 protected:
  const DbcMessage& message(const std::string& name) const {
    for (const DbcMessage& message : file_.messages)
      if (message.name == name) return message;
    throw std::out_of_range(name);
  }
  std::map<std::string, double> decode(const CanFrame& frame) {
    const DecodedFrame decoded = plan_.decode(frame, room_);
    std::map<std::string, double> values;
    for (std::size_t i = 0; i < decoded.count; ++i)
      values[plan_.signals()[decoded[i].signal].signal_name] = decoded[i].value;
    return values;
  }
  std::string refused(const std::string& name, const Settings& settings) const {
    const auto frame = encode_message(message(name), settings);
    return frame ? "" : frame.error().message;
  }

  DbcFile file_ = parse_dbc(kDbc, "test.dbc");
  DecodePlan plan_ = DecodePlan::compile({&file_, 1}).value();
  DecodeRoom room_ = plan_.make_room();
};

using Values = std::map<std::string, double>;

TEST_F(EncodeMessageTest, FillsUpWithStartValues) {
  const auto frame = encode_message(message("Engine"), Settings{{"Gear", "Reverse"}});
  ASSERT_TRUE(frame) << frame.error().message;
  EXPECT_EQ(frame->id, 291U);
  EXPECT_EQ(frame->flags, 0);
  EXPECT_EQ(frame->length, 8);
  EXPECT_EQ(decode(*frame), (Values{{"Rpm", 200}, {"Gear", -1}}));
}

TEST_F(EncodeMessageTest, MakesLongMessagesFdFramesOfALengthThatThereIs) {
  const auto frame = encode_message(message("Wide"), Settings{{"Last", "9"}});
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->flags, kCanExtended | kCanFd);
  EXPECT_EQ(frame->length, 20);
  EXPECT_EQ(decode(*frame), (Values{{"Last", 9}}));
}

TEST_F(EncodeMessageTest, SelectsWhatIsSet) {
  const auto frame = encode_message(message("Modes"), Settings{{"Leaf", "5"}});
  ASSERT_TRUE(frame) << frame.error().message;
  EXPECT_EQ(decode(*frame), (Values{{"Mode", 2}, {"Inner", 7}, {"Leaf", 5}}));
  const auto chosen = encode_message(message("Modes"), Settings{{"Leaf", "5"}, {"Inner", "9"}});
  ASSERT_TRUE(chosen);
  EXPECT_EQ(decode(*chosen), (Values{{"Mode", 2}, {"Inner", 9}, {"Leaf", 5}}));
}

TEST_F(EncodeMessageTest, RefusesWhatIsNotInOnePayload) {
  EXPECT_EQ(refused("Modes", {{"Leaf", "5"}, {"Other", "1"}}),
            "Modes: 'Other' is not in the payload when 'Mode' is raw 2; set the two apart, in frames of their own");
  EXPECT_NE(refused("Modes", {{"Leaf", "5"}, {"Inner", "1"}}), "");
}

TEST_F(EncodeMessageTest, NamesWhatIsWrong) {
  EXPECT_EQ(refused("Engine", {{"Speed", "1"}}), "Engine: there is no signal 'Speed' in this message");
  EXPECT_EQ(refused("Engine", {{"Late", "1"}}), "Engine: 'Late' ends in byte 9 of a message of 8");
  EXPECT_EQ(refused("Engine", {{"Rpm", "20000"}}),
            "Engine: 'Rpm' cannot be 20000; it holds 0 to 16383.75 in steps of 0.25");
}

TEST_F(EncodeMessageTest, SurvivesMultiplexersThatSelectEachOther) {
  const DbcFile file = parse_dbc(
      "BO_ 1 A: 2 X\n SG_ A m0M : 0|8@1+ (1,0) [0|1] \"\" X\n SG_ B m0M : 8|8@1+ (1,0) [0|1] \"\" X\n"
      "SG_MUL_VAL_ 1 A B 0-0;\nSG_MUL_VAL_ 1 B A 0-0;\n",
      "circle.dbc");
  EXPECT_FALSE(encode_message(file.messages.at(0), Settings{{"A", "0"}}));
  EXPECT_TRUE(encode_message(file.messages.at(0), {}));
}

/// Signals side by side, none on top of another.
DbcMessage random_message(std::mt19937_64& random) {
  DbcMessage message;
  message.name = "Random";
  message.id = CanId(0x123);
  message.length_bytes = 64;
  for (std::uint32_t bit = 0; bit < 500;) {
    DbcSignal signal;
    signal.name = "S" + std::to_string(bit);
    signal.big_endian = random() % 2 == 0;
    signal.is_signed = random() % 2 == 0;
    // In whole bytes both byte orders take the same room, so that neighbours stay apart.
    signal.length_bits = static_cast<std::uint32_t>(8 * (1 + random() % 5));
    if (bit + signal.length_bits > 512) break;
    signal.start_bit = signal.big_endian ? bit + 7 : bit;
    signal.scale = random() % 2 == 0 ? 0.25 : 3;
    signal.offset = random() % 2 == 0 ? -40 : 0;
    bit += signal.length_bits;
    message.signals.push_back(signal);
  }
  return message;
}

TEST(EncodeMessage, IsUndoneByTheDecodePlan) {
  std::mt19937_64 random(5);
  for (int round = 0; round < 300 && !::testing::Test::HasFailure(); ++round) {
    DbcFile file;
    file.messages.push_back(random_message(random));
    const DecodePlan plan = DecodePlan::compile({&file, 1}).value();
    DecodeRoom room = plan.make_room();
    CanFrame wanted;
    wanted.id = 0x123;
    wanted.flags = kCanFd;
    wanted.length = 64;
    for (std::uint8_t& byte : wanted.data) byte = static_cast<std::uint8_t>(random());
    const DecodedFrame decoded = plan.decode(wanted, room);
    Settings settings;
    std::uint32_t end = 0;
    for (std::size_t i = 0; i < decoded.count; ++i) {
      settings.push_back({plan.signals()[decoded[i].signal].signal_name, std::to_string(decoded[i].value)});
      end += file.messages[0].signals[i].length_bits / 8;
    }
    std::fill(wanted.data.begin() + end, wanted.data.end(), std::uint8_t{0});
    const auto frame = encode_message(file.messages[0], settings);
    ASSERT_TRUE(frame) << frame.error().message;
    EXPECT_EQ(frame->data, wanted.data) << "round " << round;
  }
}

}  // namespace
}  // namespace tripline
