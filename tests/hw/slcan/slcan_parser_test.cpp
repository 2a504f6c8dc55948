// Lines of a serial adapter, whole, in pieces and broken.
#include "hw/slcan/slcan_parser.hpp"

#include <gtest/gtest.h>

#include <string_view>
#include <vector>

#include "rt/port/can_error.hpp"

namespace tripline {
namespace {

class SlcanParserTest : public testing::Test {
 protected:
  /// What came of the text, without what came of the middle of lines.
  std::vector<SlcanLine> take(std::string_view text) {
    std::vector<SlcanLine> lines;
    for (const char c : text) {
      const SlcanLine line = parser_.take(static_cast<std::uint8_t>(c));
      if (line != SlcanLine::kNothing) lines.push_back(line);
    }
    return lines;
  }
  SlcanLine one(std::string_view text) {
    const auto lines = take(text);
    EXPECT_EQ(lines.size(), 1U) << text;
    return lines.empty() ? SlcanLine::kNothing : lines.back();
  }

  SlcanParser parser_;
};

using Lines = std::vector<SlcanLine>;

TEST_F(SlcanParserTest, TakesAStandardFrame) {
  ASSERT_EQ(one("t1233AABBcc\r"), SlcanLine::kFrame);
  EXPECT_EQ(parser_.frame().can_id(), CanId(0x123, false));
  EXPECT_EQ(parser_.frame().length, 3);
  EXPECT_EQ(parser_.frame().data[2], 0xCC);
  EXPECT_FALSE(parser_.stamp_ms());
}

TEST_F(SlcanParserTest, TakesAnExtendedFrameWithItsTime) {
  ASSERT_EQ(one("T18FEF10021122EA5F\r"), SlcanLine::kFrame);
  EXPECT_EQ(parser_.frame().can_id(), CanId(0x18FEF100, true));
  EXPECT_EQ(parser_.frame().data[1], 0x22);
  EXPECT_EQ(parser_.stamp_ms(), 59'999);
}

TEST_F(SlcanParserTest, TakesRemoteFramesWithoutData) {
  ASSERT_EQ(one("r7FF8\r"), SlcanLine::kFrame);
  EXPECT_EQ(parser_.frame().flags, kCanRemote);
  EXPECT_EQ(parser_.frame().length, 8);
  ASSERT_EQ(one("R1FFFFFFF0\r"), SlcanLine::kFrame);
  EXPECT_EQ(parser_.frame().flags, kCanRemote | kCanExtended);
}

TEST_F(SlcanParserTest, TakesFdFramesWithTheirLengthCodes) {
  ASSERT_EQ(one("d0019" + std::string(24, 'A') + "\r"), SlcanLine::kFrame);
  EXPECT_EQ(parser_.frame().length, 12);
  EXPECT_EQ(parser_.frame().flags, kCanFd);
  ASSERT_EQ(one("B00000001F" + std::string(128, '5') + "0010\r"), SlcanLine::kFrame);
  EXPECT_EQ(parser_.frame().length, 64);
  EXPECT_EQ(parser_.frame().flags, kCanFd | kCanBitRateSwitch | kCanExtended);
  EXPECT_EQ(parser_.frame().data[63], 0x55);
  EXPECT_EQ(parser_.stamp_ms(), 16);
}

TEST_F(SlcanParserTest, TellsAnswersFromRefusals) {
  EXPECT_EQ(take("\rz\rZ\rV1013\rNABCD\r\a\r"),
            (Lines{SlcanLine::kDone, SlcanLine::kDone, SlcanLine::kDone, SlcanLine::kDone, SlcanLine::kDone,
                   SlcanLine::kRefused, SlcanLine::kDone}));
}

TEST_F(SlcanParserTest, TakesTheBellInTheMiddleOfALine) {
  EXPECT_EQ(take("t12\at1230\r"), (Lines{SlcanLine::kRefused, SlcanLine::kFrame}));
}

TEST_F(SlcanParserTest, PassesOverLineFeeds) { EXPECT_EQ(take("t1230\r\nt1240\r\n").size(), 2U); }

TEST_F(SlcanParserTest, ReadsTheStatusOfTheController) {
  ASSERT_EQ(one("F00\r"), SlcanLine::kBusState);
  EXPECT_EQ(parser_.frame().data[can_error::kControllerByte], can_error::kActive);
  ASSERT_EQ(one("F04\r"), SlcanLine::kBusState);
  EXPECT_EQ(parser_.frame().data[can_error::kControllerByte], can_error::kWarning);
  ASSERT_EQ(one("F24\r"), SlcanLine::kBusState);
  EXPECT_EQ(parser_.frame().data[can_error::kControllerByte], can_error::kPassive);
  EXPECT_EQ(parser_.frame().flags, kCanErrorFrame);
  EXPECT_EQ(one("F08\r"), SlcanLine::kLostFrames);
  EXPECT_EQ(one("F01\r"), SlcanLine::kLostFrames);
}

TEST_F(SlcanParserTest, ReadsStatesWithTheirCounters) {
  ASSERT_EQ(one("sp129007\r"), SlcanLine::kBusState);
  EXPECT_EQ(parser_.frame().id, can_error::kController | can_error::kHasCounters);
  EXPECT_EQ(parser_.frame().data[can_error::kReceiveErrorsByte], 129);
  EXPECT_EQ(parser_.frame().data[can_error::kTransmitErrorsByte], 7);
  ASSERT_EQ(one("sb000255\r"), SlcanLine::kBusState);
  EXPECT_NE(parser_.frame().id & can_error::kBusOff, 0U);
}

TEST_F(SlcanParserTest, CountsBrokenLinesAndGoesOnWithTheNext) {
  for (const char* broken : {
           "t12",  // no length
           "t1239"
           "0011223344556677"
           "88",          // nine bytes are not classic
           "t8000",       // an id beyond 11 bits
           "T200000000",  // beyond 29 bits
           "t1232AAB",    // half a byte
           "t1232AABB1",  // a digit too many
           "t1230EA60",   // beyond a minute
           "t12G0",       // no digit
           "AABB",        // the rest of a line that was cut
           "F0",          // half a status
           "sx000000",    // no state
           "sa256000",    // no counter is that large
           "s",
           "#!",
       }) {
    EXPECT_EQ(take(std::string(broken) + "\rt1230\r"), (Lines{SlcanLine::kMalformed, SlcanLine::kFrame})) << broken;
  }
}

TEST_F(SlcanParserTest, ThrowsAwayALineThatNeverEnds) {
  EXPECT_TRUE(take(std::string(10'000, 't')).empty());
  EXPECT_EQ(take("1230\rt1230\r"), (Lines{SlcanLine::kMalformed, SlcanLine::kFrame}));
}

TEST_F(SlcanParserTest, ForgetsHalfALineWhenReset) {
  EXPECT_TRUE(take("t123").empty());
  parser_.reset();
  EXPECT_EQ(one("t1000\r"), SlcanLine::kFrame);
}

}  // namespace
}  // namespace tripline
