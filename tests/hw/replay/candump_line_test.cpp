// Lines of candump logs, good and bad.
#include "hw/replay/candump_line.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tripline {
namespace {

struct Parsed {
  bool ok = false;
  LoggedFrame line;
  LogFault fault;
};

Parsed parse(std::string_view text) {
  Parsed parsed;
  parsed.ok = parse_candump_line(text, parsed.line, parsed.fault);
  return parsed;
}

std::vector<int> payload(const CanFrame& frame) { return {frame.data.begin(), frame.data.begin() + frame.length}; }

TEST(CandumpLine, ReadsAStandardFrame) {
  const Parsed parsed = parse("(1436509052.249713) vcan0 044#2A366C2BBA");
  ASSERT_TRUE(parsed.ok);
  EXPECT_EQ(parsed.line.time, nanoseconds(1'436'509'052'249'713'000));
  EXPECT_EQ(parsed.line.time_text, "1436509052.249713");
  EXPECT_EQ(parsed.line.bus, "vcan0");
  EXPECT_EQ(parsed.line.frame.can_id(), CanId(0x44));
  EXPECT_EQ(payload(parsed.line.frame), (std::vector<int>{0x2A, 0x36, 0x6C, 0x2B, 0xBA}));
}

TEST(CandumpLine, TakesEightDigitsAsExtendedAlsoBelow800) {
  EXPECT_EQ(parse("(1.0) can0 00000044#").line.frame.can_id(), CanId(0x44, true));
  EXPECT_EQ(parse("(1.0) can0 1FFFFFFF#00").line.frame.can_id(), CanId(0x1FFFFFFF, true));
}

TEST(CandumpLine, ReadsRemoteFrames) {
  const Parsed plain = parse("(1.0) can0 123#R");
  EXPECT_TRUE(plain.ok);
  EXPECT_EQ(plain.line.frame.flags, kCanRemote);
  EXPECT_EQ(plain.line.frame.length, 0);
  EXPECT_EQ(parse("(1.0) can0 123#R3").line.frame.length, 3);
}

TEST(CandumpLine, ReadsFdFramesWithTheirFlags) {
  const Parsed parsed = parse("(1.0) can0 123##3" + std::string(128, 'A'));
  ASSERT_TRUE(parsed.ok);
  EXPECT_EQ(parsed.line.frame.flags, kCanFd | kCanBitRateSwitch | kCanErrorStateIndicator);
  EXPECT_EQ(parsed.line.frame.length, 64);
  EXPECT_EQ(parsed.line.frame.data[63], 0xAA);
  EXPECT_EQ(parse("(1.0) can0 123##0").line.frame.flags, kCanFd);
}

TEST(CandumpLine, ReadsErrorFrames) {
  const Parsed parsed = parse("(1.0) can0 20000080#0000000000000000");
  ASSERT_TRUE(parsed.ok);
  EXPECT_EQ(parsed.line.frame.flags, kCanErrorFrame);
  EXPECT_EQ(parsed.line.frame.id, 0x80U);
}

TEST(CandumpLine, AcceptsADirectionAndARawLengthCode) {
  EXPECT_TRUE(parse("(1.0) can0 123#11 R").ok);
  EXPECT_TRUE(parse("(1.0) can0 123#11 T").ok);
  EXPECT_TRUE(parse("(1.000000001) can0 123#1122334455667788_E  R").ok);
}

TEST(CandumpLine, ReadsTimesOfAnyPrecisionUpToNanoseconds) {
  EXPECT_EQ(parse("(46408.5) can0 123#").line.time, nanoseconds(46'408'500'000'000));
  EXPECT_EQ(parse("(0.000000001) can0 123#").line.time, nanoseconds(1));
}

TEST(CandumpLine, GivesTimesAsNumbersWithoutZerosBeforeThem) {
  EXPECT_EQ(parse("(0000000012.500000) can0 123#").line.time_text, "12.500000");
  EXPECT_EQ(parse("(0000000000.500000) can0 123#").line.time_text, "0.500000");
  EXPECT_EQ(parse("(0.5) can0 123#").line.time_text, "0.5");
}

TEST(CandumpLine, ClearsWhatTheLineBeforeLeft) {
  LoggedFrame line;
  LogFault fault;
  ASSERT_TRUE(parse_candump_line("(1.0) can0 123#1122334455667788", line, fault));
  ASSERT_TRUE(parse_candump_line("(1.0) can0 123#11", line, fault));
  EXPECT_EQ(line.frame.data[1], 0);
}

struct Malformed {
  const char* text;
  std::size_t column;
};

class CandumpLineRefuses : public testing::TestWithParam<Malformed> {};

TEST_P(CandumpLineRefuses, NamingTheColumn) {
  const Parsed parsed = parse(GetParam().text);
  EXPECT_FALSE(parsed.ok);
  EXPECT_EQ(parsed.fault.column, GetParam().column) << parsed.fault.expected;
  EXPECT_STRNE(parsed.fault.expected, "");
}

INSTANTIATE_TEST_SUITE_P(Places, CandumpLineRefuses,
                         testing::Values(Malformed{"1.0 can0 123#", 1}, Malformed{"(x) can0 123#", 2},
                                         Malformed{"(1) can0 123#", 3}, Malformed{"(1.) can0 123#", 4},
                                         Malformed{"(1.0 can0 123#", 5}, Malformed{"(99999999999.0) can0 123#", 12},
                                         Malformed{"(9999999999.0) can0 123#", 12}, Malformed{"(1.0)can0 123#", 6},
                                         Malformed{"(1.0) can0", 11}, Malformed{"(1.0) can0 12#", 14},
                                         Malformed{"(1.0) can0 800#", 12}, Malformed{"(1.0) can0 1234#", 16},
                                         Malformed{"(1.0) can0 123456789#", 20}, Malformed{"(1.0) can0 40000000#", 12},
                                         Malformed{"(1.0) can0 123", 15}, Malformed{"(1.0) can0 123#1", 17},
                                         Malformed{"(1.0) can0 123#1G", 17},
                                         Malformed{"(1.0) can0 123#112233445566778899", 33},
                                         Malformed{"(1.0) can0 123#R9", 17}, Malformed{"(1.0) can0 123##", 17},
                                         Malformed{"(1.0) can0 123#11 X", 19}, Malformed{"", 1}));

TEST(CandumpLine, ReadsAnyCutOfALineWithoutHarm) {
  const std::string text = "(1436509052.249713) vcan0 12345678##31122334455667788 R";
  std::size_t good = 0;
  for (std::size_t length = 0; length <= text.size(); ++length) good += parse(std::string(text, 0, length)).ok ? 1 : 0;
  EXPECT_EQ(good, 12U);  // behind the first '#', the flags, each of 8 bytes, the blank and the direction
}

}  // namespace
}  // namespace tripline
