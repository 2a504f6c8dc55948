// Rules are checked against the DBC when they are loaded, each fault with its place.
#include "rt/core/can/message_rules.hpp"

#include <gtest/gtest.h>

#include "rt/core/can/dbc_parser.hpp"

namespace tripline {
namespace {

const char kDbc[] =
    "BO_ 1 Brake: 8 X\n SG_ Sum : 0|8@1+ (1,0) [0|1] \"\" X\n SG_ Alive : 8|4@1+ (1,0) [0|1] \"\" X\n"
    " SG_ Mode M : 16|4@1+ (1,0) [0|1] \"\" X\n SG_ Odd m1 : 20|4@1+ (1,0) [0|1] \"\" X\n"
    " SG_ Crooked : 25|8@1+ (1,0) [0|1] \"\" X\n SG_ Top : 39|8@0+ (1,0) [0|1] \"\" X\n"
    "BO_ 2566844672 Truck: 8 X\n SG_ Speed : 0|8@1+ (1,0) [0|1] \"\" X\n"
    "BO_ 3 Twin: 8 X\n SG_ A : 0|8@1+ (1,0) [0|1] \"\" X\nBO_ 4 Twin: 8 X\n SG_ B : 0|8@1+ (1,0) [0|1] \"\" X\n";

class MessageRulesTest : public testing::Test {
 protected:
  Result<std::vector<MessageRule>> compile(std::vector<MessageRuleText> rules, const std::string& bus = "can0") {
    return compile_rules(rules, plan_, bus);
  }
  std::string fault(const MessageRuleText& rule) {
    const auto compiled = compile({rule});
    if (compiled) return "none";
    EXPECT_EQ(compiled.error().code, ExitCode::kBadConfig);
    return compiled.error().message;
  }

  const DbcFile file_ = parse_dbc(kDbc, "rules.dbc");
  const DecodePlan plan_ = DecodePlan::compile({&file_, 1}).value();
};

MessageRuleText rule_for(const std::string& message) {
  MessageRuleText rule;
  rule.message = message;
  rule.counter = "Alive";
  return rule;
}

TEST_F(MessageRulesTest, FindsMessagesByNameAndById) {
  EXPECT_EQ(compile({rule_for("Brake")}).value()[0].message, 0U);
  EXPECT_EQ(compile({rule_for("0x001")}).value()[0].message, 0U);
  auto truck = rule_for("0x18FEF100");
  truck.counter = "8|4@1";
  EXPECT_EQ(compile({truck}).value()[0].message, 1U);
}

TEST_F(MessageRulesTest, TakesBitsInPlaceOfASignal) {
  auto rule = rule_for("Brake");
  rule.counter = "12|4@1";
  const auto compiled = compile({rule}).value();
  EXPECT_EQ(compiled[0].counter.length, 4);
  EXPECT_EQ(compiled[0].counter.bit(0), 12U);
  rule.checksum_kind = ChecksumKind::kSum8;
  rule.checksum = "Top";
  EXPECT_EQ(compile({rule}).value()[0].checksum.own_byte, 4);
}

TEST_F(MessageRulesTest, StartsEachKindFromItsUsualValueUnlessToldOtherwise) {
  auto rule = rule_for("Brake");
  rule.checksum = "Sum";
  rule.checksum_kind = ChecksumKind::kCrc8H2f;
  EXPECT_EQ(compile({rule}).value()[0].checksum.start, 0xFF);
  EXPECT_EQ(compile({rule}).value()[0].checksum.final_xor, 0xFF);
  rule.start = 0;
  rule.final_xor = 0x12;
  EXPECT_EQ(compile({rule}).value()[0].checksum.start, 0);
  EXPECT_EQ(compile({rule}).value()[0].checksum.final_xor, 0x12);
}

TEST_F(MessageRulesTest, KeepsTheRulesOfItsBusAndChecksTheOthers) {
  auto other = rule_for("Brake");
  other.bus = "can1";
  EXPECT_TRUE(compile({other}).value().empty());
  ASSERT_EQ(compile({other}, "can1").value().size(), 1U);
  EXPECT_TRUE(compile({other}, "can1").value()[0].must_come);
  other.counter = "Aliv";
  EXPECT_FALSE(compile({other}));
}

TEST_F(MessageRulesTest, NamesItemFieldAndRemedyOfWhatIsWrong) {
  EXPECT_EQ(fault(rule_for("Brakes")),
            "can.rules: item 0: message: 'Brakes' is in no DBC file; `tripline can lint` lists what is");
  EXPECT_NE(fault(rule_for("Twin")).find("several messages; give the id"), std::string::npos);
  EXPECT_NE(fault(rule_for("0x1")).find("none"), std::string::npos);
  auto rule = rule_for("Brake");
  rule.counter = "Aliv";
  EXPECT_EQ(
      fault(rule),
      "can.rules: item 0: counter: message Brake has no signal 'Aliv'; it has Sum, Alive, Mode, Crooked, Top, Odd");
  rule.counter = "Odd";
  EXPECT_NE(fault(rule).find("multiplexed"), std::string::npos);
  rule.counter = "12|4";
  EXPECT_NE(fault(rule).find("as a DBC writes them: 52|4@1"), std::string::npos);
  rule.counter = "510|8@1";
  EXPECT_NE(fault(rule).find("as a DBC writes them"), std::string::npos);
  rule.counter = "Alive";
  rule.counter_step_max = 16;
  EXPECT_NE(fault(rule).find("counter_step_max: 16 lets every value pass"), std::string::npos);
}

TEST_F(MessageRulesTest, RefusesAChecksumThatCannotBe) {
  auto rule = rule_for("Brake");
  rule.checksum = "Sum";
  EXPECT_NE(fault(rule).find("checksum_kind: none"), std::string::npos);
  rule.checksum_kind = ChecksumKind::kXor8;
  rule.checksum = "";
  EXPECT_NE(fault(rule).find("checksum: empty"), std::string::npos);
  rule.checksum = "Crooked";
  EXPECT_NE(fault(rule).find("not one whole byte"), std::string::npos);
  rule.checksum = "Sum";
  rule.covered_first = 5;
  rule.covered_last = 4;
  EXPECT_NE(fault(rule).find("covered_first"), std::string::npos);
  rule.covered_first = 0;
  rule.covered_last = 63;
  rule.data_ids = {1, 2};
  EXPECT_NE(fault(rule).find("none, 1 or 16"), std::string::npos);
  rule.data_ids.resize(16);
  rule.counter = "";
  EXPECT_NE(fault(rule).find("no counter that chooses"), std::string::npos);
}

TEST_F(MessageRulesTest, RefusesTwoRulesForOneMessageAndARuleThatChecksNothing) {
  const auto twice = compile({rule_for("Brake"), rule_for("0x001")});
  ASSERT_FALSE(twice);
  EXPECT_NE(twice.error().message.find("item 1: message: '0x001' has a rule already"), std::string::npos);
  auto idle = rule_for("Brake");
  idle.counter = "";
  EXPECT_NE(fault(idle).find("checks nothing"), std::string::npos);
}

}  // namespace
}  // namespace tripline
