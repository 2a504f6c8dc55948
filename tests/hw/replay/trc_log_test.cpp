// PEAK traces of every version, one entry of each kind.
#include "hw/replay/trc_log.hpp"

#include <gtest/gtest.h>

#include "tests/hw/replay/read_log.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;
using test::read_log;
using test::ReadLog;

/// A data frame, a sent one, a state, an error and a remote frame, as PEAK's description of the format has them.
void expect_the_usual_five(const ReadLog& log, const std::string& bus) {
  ASSERT_EQ(log.error, "");
  ASSERT_EQ(log.frames.size(), 4U);
  EXPECT_EQ(log.passed_over, 1U);
  EXPECT_EQ(log.clock, LogClock::kStart);
  EXPECT_EQ(log.frames[0].frame.can_id(), CanId(0x300));
  EXPECT_EQ(log.frames[0].payload(), (std::vector<int>{0, 0, 0, 0, 4, 0, 0xAB}));
  EXPECT_EQ(log.frames[0].bus, bus);
  EXPECT_EQ(log.frames[1].frame.can_id(), CanId(0x18EFC034, true));
  EXPECT_EQ(log.frames[2].frame.flags, kCanErrorFrame);
  EXPECT_EQ(log.frames[2].frame.id, 0x288U);
  EXPECT_EQ(log.frames[2].payload(), (std::vector<int>{0, 0, 4, 0x19, 0, 0, 9, 8}));
  EXPECT_EQ(log.frames[3].frame.flags, kCanRemote);
  EXPECT_EQ(log.frames[3].frame.length, 3);
}

TEST(TrcLog, ReadsVersion10) {
  const auto log = read_log(
      ";########\n;   C:\\TraceFile.trc\n;\n"
      "     1)      1841      0300  7  00 00 00 00 04 00 AB\n"
      "     2)      1842  18EFC034  2  00 01\n"
      "     3)      1843  FFFFFFFF  4  00 00 00 04 -- -- -- --  BUSLIGHT\n"
      "     4)      1844      0004  4  ERROR 00 19 08 09\n"
      "     5)      1845      0100  3  RTR\n");
  expect_the_usual_five(log, "can0");
  EXPECT_EQ(log.frames[0].time, 1841ms);
  EXPECT_EQ(log.frames[0].time_text, "1.841000");
}

TEST(TrcLog, ReadsVersion11) {
  const auto log = read_log(
      ";$FILEVERSION=1.1\n;$STARTTIME=37704.5364870833\n;\n"
      "     1)      1059.9  Rx         0300  7  00 00 00 00 04 00 AB \n"
      "     2)      1298.9  Tx     18EFC034  2  00 00 \n"
      "     3)      1346.8  Warng  FFFFFFFF  4  00 00 00 04  BUSLIGHT \n"
      "     4)      1349.2  Error      0004  4  00 19 08 09 \n"
      "     5)      1352.7  Rx         0100  3  RTR \n");
  expect_the_usual_five(log, "can0");
  EXPECT_EQ(log.frames[0].time, 1059'900us);
}

TEST(TrcLog, ReadsVersions12And13) {
  expect_the_usual_five(read_log(";$FILEVERSION=1.2\r\n"
                                 "     1)      1059.900  7  Rx         0300  7  00 00 00 00 04 00 AB \r\n"
                                 "     2)      1298.945  7  Tx     18EFC034  2  00 00 \r\n"
                                 "     3)      1346.834  7  Warng  FFFFFFFF  4  00 00 00 04  BUSLIGHT \r\n"
                                 "     4)      1349.222  7  Error      0004  4  00 19 08 09 \r\n"
                                 "     5)      1352.743  7  Rx         0100  3  RTR \r\n"),
                        "7");
  expect_the_usual_five(read_log(";$FILEVERSION=1.3\n"
                                 "     1)      1059.900 2  Rx        0300 -  7    00 00 00 00 04 00 AB \n"
                                 "     2)      1298.945 1  Tx    18EFC034 -  2    00 00 \n"
                                 "     3)      1346.834 1  Warng FFFFFFFF -  4    00 00 00 04  BUSLIGHT \n"
                                 "     4)      1349.222 1  Error     0004 -  4    00 19 08 09 \n"
                                 "     5)      1352.743 1  Rx        0100 -  3    RTR \n"),
                        "2");
}

TEST(TrcLog, ReadsVersion20) {
  expect_the_usual_five(read_log(";$FILEVERSION=2.0\n;$STARTTIME=42209.4075997106\n;$COLUMNS=N,O,T,I,d,l,D\n"
                                 "      1      1059.900 DT     0300 Rx 7  00 00 00 00 04 00 AB \n"
                                 "      2      1298.945 DT 18EFC034 Tx 2  00 00 \n"
                                 "      3      1334.531 ST          Rx    00 00 00 08 \n"
                                 "      4      1334.522 ER          Rx    04 00 19 08 09 \n"
                                 "      5      1336.543 RR     0100 Rx 3 \n"),
                        "can0");
}

TEST(TrcLog, ReadsVersion21) {
  const auto log = read_log(
      ";$FILEVERSION=2.1\n;$COLUMNS=N,O,T,B,I,d,R,L,D\n"
      "      1      1059.900 DT 1      0300 Rx -  7    00 00 00 00 04 00 AB \n"
      "      2      1298.945 DT 1  18EFC034 Tx -  2    00 00 \n"
      "      3      1334.231 ST 1         - Rx -  4    00 00 00 08 \n"
      "      4      1334.222 ER 2         - Rx -  5    04 00 19 08 09 \n"
      "      5      1336.543 RR 1      0100 Rx -  3 \n");
  expect_the_usual_five(log, "1");
  EXPECT_EQ(log.frames[2].bus, "2");
}

TEST(TrcLog, ReadsFdFramesByLengthAndByCode) {
  const auto by_length = read_log(
      ";$FILEVERSION=2.0\n      1  1.5 FB     0500 Tx 12 01 02 03 04 05 06 07 08 09 0A 0B 0C \n"
      "      2  1.6 EC          Rx    02 02 \n");
  ASSERT_EQ(by_length.frames.size(), 1U) << by_length.error;
  EXPECT_EQ(by_length.frames[0].frame.flags, kCanFd | kCanBitRateSwitch);
  EXPECT_EQ(by_length.frames[0].frame.length, 12);
  const auto by_code = read_log(
      ";$FILEVERSION=2.1\n      1  1.5 BI 1  0500 Rx -  9    01 02 03 04 05 06 07 08 09 0A 0B 0C \n"
      "      2  1.6 EV 1  User-defined event for bus 1 \n");
  ASSERT_EQ(by_code.frames.size(), 1U) << by_code.error;
  EXPECT_EQ(by_code.frames[0].frame.flags, kCanFd | kCanBitRateSwitch | kCanErrorStateIndicator);
  EXPECT_EQ(by_code.frames[0].payload().back(), 12);
  EXPECT_EQ(by_code.passed_over, 1U);
}

TEST(TrcLog, FollowsItsColumns) {
  const auto log = read_log(";$FILEVERSION=2.1\n;$COLUMNS=O,T,I,d,l,D\n  1059.900 DT 0300 Rx 2 AA BB\n");
  ASSERT_EQ(log.frames.size(), 1U) << log.error;
  EXPECT_EQ(log.frames[0].payload(), (std::vector<int>{0xAA, 0xBB}));
}

TEST(TrcLog, TellsARawLengthCodeFromAMessageOfSeveralFrames) {
  const auto log = read_log(
      ";$FILEVERSION=1.3\n"
      "     1)  1.0 1  Rx  18EFC034 -  14   00 01 02 03 04 05 06 07\n"
      "     2)  2.0 1  Rx  18EFC034 -  14   00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D\n"
      "     3)  3.0 1  Rx  18EFC034 -  23   00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F 10 11 12 13 14 15 16\n");
  EXPECT_EQ(log.error, "");
  ASSERT_EQ(log.frames.size(), 1U);
  EXPECT_EQ(log.frames[0].frame.length, 8);
  EXPECT_EQ(log.passed_over, 2U);
}

struct Malformed {
  const char* text;
  const char* error;
};

TEST(TrcLog, NamesThePlaceOfAMalformedEntry) {
  for (const Malformed& bad : {
           Malformed{";$FILEVERSION=1.1\n  1  1.0 Rx 0300 0\n", "log:2:3: expected the number of the entry and ')'"},
           {";$FILEVERSION=2.0\n  1) 1.0 DT 0300 Rx 0\n", "log:2:3: expected the number of the entry"},
           {";$FILEVERSION=1.1\n  1) x Rx 0300 0\n", "log:2:6: expected the digits of a time"},
           {";$FILEVERSION=1.1\n  1) 99999999999999999999 Rx 0300 0\n", "a time before the year 2262"},
           {";$FILEVERSION=1.1\n  1) 1.0 Sub 0300 0\n", "log:2:10: expected a type: Rx, Tx, Warng or Error"},
           {";$FILEVERSION=2.1\n  1 1.0 XX 1 0300 Rx - 0\n", "expected a type: DT, FD"},
           {";$FILEVERSION=1.1\n  1) 1.0 Rx 300 0\n", "log:2:13: expected an id of 4 or 8 hex digits"},
           {";$FILEVERSION=1.1\n  1) 1.0 Rx 0800 0\n", "log:2:13: expected an id up to 7FF"},
           {";$FILEVERSION=1.1\n  1) 1.0 Rx 20000000 0\n", "log:2:13: expected an id up to 7FF or 1FFFFFFF"},
           {";$FILEVERSION=1.1\n  1) 1.0 Rx 0300 x\n", "log:2:18: expected the length of the data"},
           {";$FILEVERSION=1.1\n  1) 1.0 Rx 0300 2 11\n", "log:2:22: expected two hex digits of a data byte"},
           {";$FILEVERSION=1.1\n  1) 1.0 Rx 0300 1 11 22\n", "log:2:23: expected the end of the line"},
           {";$FILEVERSION=1.1\n  1) 1.0 Error 0004 2 00 19\n", "expected four bytes of an error"},
           {";$FILEVERSION=2.0\n  1 1.0 ER Rx 00\n", "expected five bytes of an error"},
           {";$FILEVERSION=2.0\n  1 1.0 DT 0300 Sx 0\n", "log:2:17: expected Rx or Tx"},
           {";$FILEVERSION=2.0\n  1 1.0 FD 0300 Rx 65\n", "log:2:20: expected the length of the data"},
           {";$FILEVERSION=3.0\n", "log:1:15: expected a version of 1.0 to 1.3, 2.0 or 2.1"},
           {";$FILEVERSION=2.1\n;$COLUMNS=N,O,T,Q\n", "log:2:17: expected the letters"},
           {";$FILEVERSION=2.1\n;$COLUMNS=N,O,T,T\n", "log:2:17: expected the letters"},
           {";$FILEVERSION=2.1\n;$COLUMNS=N,O,T,I,D\n", "log:2:11: expected columns with O, T, I"},
       }) {
    const auto log = read_log(bad.text);
    EXPECT_EQ(log.frames.size(), 0U) << bad.text;
    EXPECT_EQ(log.code, ExitCode::kBadData) << bad.text;
    EXPECT_NE(log.error.find(bad.error), std::string::npos) << bad.text << ": " << log.error;
  }
}

}  // namespace
}  // namespace tripline
