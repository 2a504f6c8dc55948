// Vector logs: every kind of event that carries a frame, and what stands between them.
#include "hw/replay/asc_log.hpp"

#include <gtest/gtest.h>

#include "tests/hw/replay/read_log.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;
using test::read_log;

const std::string kHead =
    "date Sam Sep 30 15:06:13.191 2017\n"
    "base hex  timestamps absolute\n"
    "internal events logged\n"
    "// version 9.0.0\n"
    "Begin Triggerblock Sam Sep 30 15:06:13.191 2017\n";

TEST(AscLog, ReadsClassicFrames) {
  const auto log = read_log(kHead +
                            "   3.098426 1  18EBFF00x       Rx d 8 01 A0 0F A6 60 3B D1 40    Length = 273910 ID = 1x\n"
                            "  13.258671 2  3FF             Tx   d D 55 AA 01 02 03 04 05 06  Length = 232016\n"
                            "  14.000000 2  0               TxRq d 0\n"
                            "End TriggerBlock\n");
  ASSERT_EQ(log.error, "");
  ASSERT_EQ(log.frames.size(), 3U);
  EXPECT_EQ(log.clock, LogClock::kStart);
  EXPECT_EQ(log.frames[0].time, 3'098'426us);
  EXPECT_EQ(log.frames[0].time_text, "3.098426");
  EXPECT_EQ(log.frames[0].bus, "1");
  EXPECT_EQ(log.frames[0].frame.can_id(), CanId(0x18EBFF00, true));
  EXPECT_EQ(log.frames[0].payload(), (std::vector<int>{0x01, 0xA0, 0x0F, 0xA6, 0x60, 0x3B, 0xD1, 0x40}));
  EXPECT_EQ(log.frames[1].bus, "2");
  EXPECT_EQ(log.frames[1].frame.length, 8);
  EXPECT_EQ(log.frames[2].frame.length, 0);
}

TEST(AscLog, ReadsRemoteAndErrorFrames) {
  const auto log = read_log(kHead +
                            "   2.510001 2  100             Rx   r\n"
                            "   2.520002 3  200             Tx   r Length = 1704000 BitCount = 145 ID = 88888888x\n"
                            "   2.584921 4  300             Rx   r 8 Length = 1704000 BitCount = 145 ID = 88888888x\n"
                            "   2.501000 1  ErrorFrame\n"
                            "   2.501010 1  ErrorFrame ECC: 10100010\n"
                            "   2.501020 CANFD 2 Rx ErrorFrame Flags = 0xe CodeExt = 0x20a2\n");
  ASSERT_EQ(log.error, "");
  ASSERT_EQ(log.frames.size(), 6U);
  EXPECT_EQ(log.frames[0].frame.flags, kCanRemote);
  EXPECT_EQ(log.frames[0].frame.length, 0);
  EXPECT_EQ(log.frames[2].frame.length, 8);
  EXPECT_EQ(log.frames[3].frame.flags, kCanErrorFrame);
  EXPECT_EQ(log.frames[3].frame.id, 0x80U);
  EXPECT_EQ(log.frames[5].bus, "2");
}

TEST(AscLog, ReadsFdFramesWithAndWithoutANameAndFlags) {
  const auto log = read_log(
      kHead +
      "  30.005021 CANFD   1 Rx        300                            1 0 8  8 11 c2 03 04 05 06 07 08  102203 133 "
      "303000 e0\n"
      "  30.005041 CANFD   2 Tx        1C4D80A7x  Generic_Name_12     0 1 9 12 12 c2 03 04 05 06 07 08 09 0a 0b 0c\n"
      "  30.005071 CANFD   3 Rx        30a                            1 1 0  0 102203 133 303000 e0006659\n");
  ASSERT_EQ(log.error, "");
  ASSERT_EQ(log.frames.size(), 3U);
  EXPECT_EQ(log.frames[0].frame.flags, kCanFd | kCanBitRateSwitch);
  EXPECT_EQ(log.frames[0].payload(), (std::vector<int>{0x11, 0xC2, 3, 4, 5, 6, 7, 8}));
  EXPECT_EQ(log.frames[1].frame.flags, kCanFd | kCanErrorStateIndicator | kCanExtended);
  EXPECT_EQ(log.frames[1].frame.length, 12);
  EXPECT_EQ(log.frames[2].frame.flags, kCanFd | kCanBitRateSwitch | kCanErrorStateIndicator);
  EXPECT_EQ(log.frames[2].frame.length, 0);
}

TEST(AscLog, ReadsClassicFramesThatComeAsFdEvents) {
  const auto log = read_log(kHead +
                            "  30.1 CANFD   3 Tx     50005x      0 0 5 0 140000 73 200050 7a60 46500250 460a0250\n"
                            "  30.2 CANFD   3 Rx     100         0 0 2 2 aa bb 140000 73 200000 7a60 46500250\n"
                            "  30.3 CANFD   3 Rx     101         0 0 5 0\n");
  ASSERT_EQ(log.error, "");
  ASSERT_EQ(log.frames.size(), 3U);
  EXPECT_EQ(log.frames[0].frame.flags, kCanRemote | kCanExtended);
  EXPECT_EQ(log.frames[0].frame.length, 5);
  EXPECT_EQ(log.frames[1].frame.flags, 0);
  EXPECT_EQ(log.frames[1].frame.length, 2);
  EXPECT_EQ(log.frames[2].frame.flags, kCanRemote);
}

TEST(AscLog, ReadsDecimalNumbers) {
  const auto log = read_log(
      "base dec  timestamps absolute\n"
      "   0.5 1  291             Rx   d 2 1 255\n"
      "   0.6 CANFD 1 Rx 2047 0 0 15 3 1 2 100\n");
  ASSERT_EQ(log.error, "");
  ASSERT_EQ(log.frames.size(), 2U);
  EXPECT_EQ(log.frames[0].frame.id, 0x123U);
  EXPECT_EQ(log.frames[0].payload(), (std::vector<int>{1, 255}));
  EXPECT_EQ(log.frames[1].payload(), (std::vector<int>{1, 2, 100}));
}

TEST(AscLog, AddsRelativeTimesOfEveryEvent) {
  const auto log = read_log(
      "date Mon Jan 1\nbase hex  timestamps relative\n"
      "   0.500000 1  123  Rx   d 0\n"
      "   0.250000 Start of measurement\n"
      "   0.250000 1  123  Rx   d 0\n");
  ASSERT_EQ(log.frames.size(), 2U) << log.error;
  EXPECT_EQ(log.frames[1].time, 1s);
  EXPECT_EQ(log.frames[1].time_text, "1.000000");
}

TEST(AscLog, CountsWhatItPassesOver) {
  const auto log = read_log(kHead +
                            "   0.000000 Start of measurement\n"
                            "   0.015991 CAN 1 Status:chip status error passive - TxErr: 132 RxErr: 0\n"
                            "   1.015991 1  Statistic: D 0 R 0 XD 0 XR 0 E 0 O 0 B 0.00%\n"
                            "   3.297743 1  J1939TP FEE3p        6    0  0   -   Rx   d 23 A0 0F A6 60 3B D1 40 1F DE\n"
                            "   4.000000 1  123  Rx   d 1 11\n"
                            "   4.100000 1  LIN 3c Rx d 2 01 02 checksum = 4a\n"
                            "// a comment\n\n");
  EXPECT_EQ(log.error, "");
  EXPECT_EQ(log.frames.size(), 1U);
  EXPECT_EQ(log.passed_over, 5U);
}

struct Malformed {
  const char* text;
  const char* error;
};

TEST(AscLog, NamesThePlaceOfAMalformedEvent) {
  for (const Malformed& bad : {
           Malformed{"1.0 1 12G Rx d 0", "log:6:7: expected an id up to 7FF"},
           {"1.0 1 800 Rx d 0", "log:6:7: expected an id up to 7FF"},
           {"1.0 1 20000000x Rx d 0", "log:6:7: expected an id up to 7FF"},
           {"1.0 1 123 Rx q 0", "log:6:14: expected d for data or r for remote"},
           {"1.0 1 123 Rx d 10", "log:6:16: expected the length code of the data"},
           {"1.0 1 123 Rx d 2 11", "log:6:20: expected a data byte"},
           {"1.0 1 123 Rx d 1 100", "log:6:18: expected a data byte"},
           {"1.0 CANFD x Rx 123 0 0 0 0", "log:6:11: expected the number of the channel"},
           {"1.0 CANFD 1 Sx 123 0 0 0 0", "log:6:13: expected Rx or Tx"},
           {"1.0 CANFD 1 Rx 123 name 2 0 0 0", "log:6:25: expected 0 or 1 for the bit rate switch"},
           {"1.0 CANFD 1 Rx 123 0 2 0 0", "log:6:22: expected 0 or 1 for the error state"},
           {"1.0 CANFD 1 Rx 123 0 0 x 0", "log:6:24: expected the length code"},
           {"1.0 CANFD 1 Rx 123 0 0 f 65", "log:6:26: expected a number of bytes up to 64"},
           {"1.0", "log:6:4: expected a blank and the event"},
           {"1.x 1 123 Rx d 0", "log:6:3: expected digits of the fraction"},
           {"garbage", "log:6:1: expected a time, a comment, or a line of the header"},
           {"base oct", "log:6:6: expected hex or dec"},
           {"base hex timestamps never", "log:6:21: expected absolute or relative"},
       }) {
    const auto log = read_log(kHead + bad.text + "\n");
    EXPECT_EQ(log.frames.size(), 0U) << bad.text;
    EXPECT_EQ(log.code, ExitCode::kBadData) << bad.text;
    EXPECT_NE(log.error.find(bad.error), std::string::npos) << bad.text << ": " << log.error;
  }
}

TEST(AscLog, RefusesRelativeTimesThatAddUpTooFar) {
  const auto log = read_log("base hex timestamps relative\n9000000000.0 1 123 Rx d 0\n9000000000.0 1 123 Rx d 0\n");
  EXPECT_EQ(log.frames.size(), 1U);
  EXPECT_EQ(log.error, "log:3:1: expected times whose sum is before the year 2262");
}

}  // namespace
}  // namespace tripline
