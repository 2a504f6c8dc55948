// What candump prints on a screen.
#include "hw/replay/candump_screen.hpp"

#include <gtest/gtest.h>

#include "tests/hw/replay/read_log.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;
using test::read_log;

TEST(CandumpScreen, ReadsLinesWithAbsoluteTimes) {
  const auto log = read_log(
      " (1436509052.249713)  vcan0  044   [5]  2A 36 6C 2B BA\n"
      " (1436509052.249714)  vcan0  12345678   [0] \n");
  ASSERT_EQ(log.error, "");
  ASSERT_EQ(log.frames.size(), 2U);
  EXPECT_EQ(log.clock, LogClock::kEpoch);
  EXPECT_EQ(log.frames[0].time, nanoseconds(1'436'509'052'249'713'000));
  EXPECT_EQ(log.frames[0].time_text, "1436509052.249713");
  EXPECT_EQ(log.frames[0].bus, "vcan0");
  EXPECT_EQ(log.frames[0].frame.can_id(), CanId(0x44));
  EXPECT_EQ(log.frames[0].payload(), (std::vector<int>{0x2A, 0x36, 0x6C, 0x2B, 0xBA}));
  EXPECT_EQ(log.frames[1].frame.can_id(), CanId(0x12345678, true));
}

TEST(CandumpScreen, ReadsLinesWithoutTimes) {
  const auto log = read_log("  can0       123   [2]  11 22\n  can1  12345678   [1]  33\n");
  ASSERT_EQ(log.error, "");
  ASSERT_EQ(log.frames.size(), 2U);
  EXPECT_EQ(log.clock, LogClock::kNone);
  EXPECT_EQ(log.frames[0].time_text, "0.000000");
  EXPECT_EQ(log.frames[1].bus, "can1");
}

TEST(CandumpScreen, ReadsTimesFromZeroAndDates) {
  const auto zero = read_log(" (000.000000)  can0  123   [0] \n (001.000500)  can0  123   [0] \n");
  ASSERT_EQ(zero.frames.size(), 2U) << zero.error;
  EXPECT_EQ(zero.clock, LogClock::kStart);
  EXPECT_EQ(zero.frames[1].time, 1s + 500us);
  EXPECT_EQ(zero.frames[1].time_text, "1.000500");
  const auto date = read_log(" (2015-07-10 08:17:32.249713)  can0  123   [0] \n");
  ASSERT_EQ(date.frames.size(), 1U) << date.error;
  EXPECT_EQ(date.clock, LogClock::kLocal);
  EXPECT_EQ(date.frames[0].time_text, "1436516252.249713");
}

TEST(CandumpScreen, RefusesDifferencesWhenTimeStepsBack) {
  const auto log =
      read_log(" (000.000000)  can0  123   [0] \n (000.010000)  can0  123   [0] \n (000.009000)  can0  123   [0] \n");
  EXPECT_EQ(log.frames.size(), 2U);
  EXPECT_EQ(log.error,
            "log:3:3: expected a time not before the last one: candump -t d writes differences; take -t a or -t z");
  EXPECT_EQ(log.code, ExitCode::kBadData);
  EXPECT_EQ(read_log(" (1436509052.2)  can0  123   [0] \n (1436509052.1)  can0  123   [0] \n").error, "");
}

TEST(CandumpScreen, ReadsRemoteErrorAndFdFrames) {
  const auto log = read_log(
      "  can0  123   [4]  remote request\n"
      "  can0  20000088   [8]  00 00 08 00 00 00 00 00   ERRORFRAME\n"
      "\tprotocol-violation{{tx-dominant-bit-error}{}}\n"
      "\tbus-error\n"
      "  can0  123  [12]  00 01 02 03 04 05 06 07 08 09 0A 0B\n"
      "  can0  123  [08]  00 01 02 03 04 05 06 07\n");
  ASSERT_EQ(log.error, "");
  ASSERT_EQ(log.frames.size(), 4U);
  EXPECT_EQ(log.frames[0].frame.flags, kCanRemote);
  EXPECT_EQ(log.frames[0].frame.length, 4);
  EXPECT_EQ(log.frames[1].frame.flags, kCanErrorFrame);
  EXPECT_EQ(log.frames[1].frame.id, 0x88U);
  EXPECT_EQ(log.frames[2].frame.flags, kCanFd);
  EXPECT_EQ(log.frames[2].frame.length, 12);
  EXPECT_EQ(log.frames[3].frame.flags, kCanFd);
}

TEST(CandumpScreen, ReadsTheColumnsOfOptions) {
  const auto log = read_log(
      " (1436509052.249713)  can0  RX B E  123  [02]  11 22\n"
      " (1436509052.249713)  can0  TX - -  123   [3]  41 20 27                   'A ''\n"
      "  can0  321   {B}  11 22 33 44 55 66 77 88\n");
  ASSERT_EQ(log.error, "");
  ASSERT_EQ(log.frames.size(), 3U);
  EXPECT_EQ(log.frames[0].frame.flags, kCanFd | kCanBitRateSwitch | kCanErrorStateIndicator);
  EXPECT_EQ(log.frames[1].payload(), (std::vector<int>{0x41, 0x20, 0x27}));
  EXPECT_EQ(log.frames[2].frame.length, 8);
}

TEST(CandumpScreen, CountsWhatItPassesOver) {
  const auto log = read_log(
      "  can0  123   [1]  11\n"
      "DROPCOUNT: dropped 3 CAN frames on 'can0' socket (total drops 3)\n"
      "  can0       123 [0003] (45|81:00:12345678) 11 22 33\n");
  EXPECT_EQ(log.error, "");
  EXPECT_EQ(log.frames.size(), 1U);
  EXPECT_EQ(log.passed_over, 2U);
}

struct Malformed {
  const char* text;
  const char* error;
};

TEST(CandumpScreen, NamesThePlaceOfAMalformedLine) {
  for (const Malformed& bad : {
           Malformed{"can0", "log:2:5: expected an id of 3 or 8 hex digits"},
           {"  can0  12  [1] 11", "log:2:9: expected an id of 3 or 8 hex digits"},
           {"  can0  800   [1]  11", "log:2:9: expected an id of 3 or 8 hex digits"},
           {"  can0  123   [9]  11", "log:2:15: expected a length of at most 8"},
           {"  can0  123   [65]  11", "log:2:15: expected a length of at most 8"},
           {"  can0  123   [2]  11", "log:2:22: expected two hex digits of a byte"},
           {"  can0  123   [1]  1", "log:2:20: expected two hex digits of a byte"},
           {"  can0  123   [1]  11 22", "log:2:23: expected the end of the line"},
           {"  can0  123   [2]  22`11", "candump without -S"},
           {"  can0  123   [1]  00010001", "candump without -i"},
           {"  \x1B[31mcan0  123   [1]  11", "log:2:3: expected no colours: candump without -c"},
           {" (2015-13-10 08:17:32.2)  can0  123   [0]", "log:2:3: expected a date"},
           {" (2015-07-10 08-17)  can0  123   [0]", "log:2:14: expected a time such as"},
           {" (2015-07-10 08:17:77.0)  can0  123   [0]", "expected seconds below 61"},
           {" (1.0  can0  123   [0]", "log:2:6: expected ')'"},
           {"  can0  RX B X  123   [0]", "log:2:14: expected '-'"},
       }) {
    const auto log = read_log(std::string("  can0  123   [1]  11\n") + bad.text + "\n");
    EXPECT_EQ(log.frames.size(), 1U) << bad.text;
    EXPECT_EQ(log.code, ExitCode::kBadData) << bad.text;
    EXPECT_NE(log.error.find(bad.error), std::string::npos) << bad.text << ": " << log.error;
  }
}

}  // namespace
}  // namespace tripline
