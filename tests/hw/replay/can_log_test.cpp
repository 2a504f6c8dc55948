// Logs from files and pipes, and which format they are taken for.
#include "hw/replay/can_log.hpp"

#include <gtest/gtest.h>

#include <unistd.h>

#include <fstream>

#include "tests/hw/replay/capture_bytes.hpp"
#include "tests/hw/replay/read_log.hpp"

namespace tripline {
namespace {

class CanLogTest : public testing::Test {
 protected:
  std::string write(const std::string& text) {
    const std::string path = (dir_.path() / "test.log").string();
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }

  test::TempDir dir_;
};

std::size_t count(CanLog& log) {
  LoggedFrame line;
  std::size_t frames = 0;
  while (log.next(line).value()) ++frames;
  return frames;
}

TEST_F(CanLogTest, ReadsLinesAcrossItsBuffer) {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += "(" + std::to_string(i) + ".000000) can0 123#1122334455667788\r\n";
  auto log = CanLog::open(write(text));
  ASSERT_TRUE(log) << log.error().message;
  EXPECT_EQ(count(*log), 20'000U);
}

TEST_F(CanLogTest, ReadsALastLineWithoutEndAndPassesBlankOnes) {
  auto log = CanLog::open(write("\n(1.0) can0 123#\n  \n(2.0) can0 124#"));
  ASSERT_TRUE(log);
  EXPECT_EQ(count(*log), 2U);
}

TEST_F(CanLogTest, NamesFileLineAndColumnOfAMalformedLine) {
  const std::string path = write("(1.0) can0 123#\n\n(2.0) can0 12#00\n");
  auto log = CanLog::open(path);
  ASSERT_TRUE(log);
  LoggedFrame line;
  EXPECT_TRUE(log->next(line).value());
  const Result<bool> bad = log->next(line);
  ASSERT_FALSE(bad.has_value());
  EXPECT_EQ(bad.error().code, ExitCode::kBadData);
  EXPECT_EQ(bad.error().message, path + ":3:14: expected 3 or 8 hex digits of the id");
}

TEST_F(CanLogTest, RefusesALineWithoutEnd) {
  auto log = CanLog::open(write(std::string(1'000'000, ' ')));
  ASSERT_TRUE(log);
  LoggedFrame line;
  const Result<bool> bad = log->next(line);
  ASSERT_FALSE(bad.has_value());
  EXPECT_EQ(bad.error().code, ExitCode::kBadData);
}

TEST_F(CanLogTest, IsAtItsEndWhenEmpty) {
  auto log = CanLog::open(write(""));
  ASSERT_TRUE(log);
  EXPECT_EQ(count(*log), 0U);
}

TEST_F(CanLogTest, NamesAFileThatIsNotThere) {
  const auto log = CanLog::open("/nowhere/at/all.log");
  ASSERT_FALSE(log.has_value());
  EXPECT_EQ(log.error().code, ExitCode::kNoInput);
}

TEST_F(CanLogTest, RefusesADirectory) {
  auto log = CanLog::open(dir_.path().string());
  ASSERT_TRUE(log);
  LoggedFrame line;
  const Result<bool> bad = log->next(line);
  ASSERT_FALSE(bad.has_value());
  EXPECT_EQ(bad.error().code, ExitCode::kNoInput);
}

TEST(CanLog, TellsTheFormatFromTheContent) {
  const test::CaptureBytes little(false);
  const std::string packet = test::can_bytes(0x123, "1");
  for (const std::string& bytes :
       {std::string("(1.000000) can0 123#31\n"), std::string("\r\n \n(1.000000) can0 123#31\r\n"),
        std::string(" (1.000000)  can0  123   [1]  31\n"), std::string("can0  123   [1]  31"),
        std::string("DROPCOUNT: dropped 1 CAN frame\n(1.000000) can0 123#31\n"),
        std::string(";$FILEVERSION=1.1\n 1) 1.0 Rx 0123 1 31\n"), std::string(" 1) 1.0 0123 1 31\n"),
        std::string("\xEF\xBB\xBF;$FILEVERSION=1.1\n 1) 1.0 Rx 0123 1 31\n"),
        std::string("DATE today\n1.0 1 123 Rx d 1 31\n"), std::string("// no date\n1.0 1 123 Rx d 1 31\n"),
        std::string("   1.000 1 123 Rx d 1 31\n"), little.pcap_header(227) + little.pcap_record(1, 0, packet),
        little.section() + little.interface(227) + little.packet_block(0, 1, packet)}) {
    const auto log = test::read_log(bytes);
    ASSERT_EQ(log.error, "") << bytes;
    ASSERT_EQ(log.frames.size(), 1U) << bytes;
    EXPECT_EQ(log.frames[0].frame.id, 0x123U) << bytes;
    EXPECT_EQ(log.frames[0].payload(), std::vector<int>{0x31}) << bytes;
  }
}

TEST(CanLog, SaysWhatALogIsInsteadOfOne) {
  EXPECT_EQ(test::read_log("hello\n").error,
            "log: byte 0: expected a CAN log: candump, PEAK .trc, Vector .asc, pcap or pcapng");
  EXPECT_EQ(test::read_log("\n  hello\n").error.substr(0, 13), "log: byte 3: ");
  EXPECT_NE(test::read_log("\x1F\x8B rest").error.find("zcat"), std::string::npos);
  EXPECT_NE(test::read_log("LOGG rest").error.find(".blf"), std::string::npos);
  EXPECT_NE(test::read_log("MDF     4.10").error.find(".mf4"), std::string::npos);
  EXPECT_EQ(test::read_log("hello\n").code, ExitCode::kBadData);
}

TEST(CanLog, TellsWhatTimesCountFrom) {
  EXPECT_EQ(test::read_log("(1436509052.249713) can0 123#\n").clock, LogClock::kEpoch);
  EXPECT_EQ(test::read_log("(46408.584930) can0 123#\n").clock, LogClock::kStart);
}

TEST(CanLog, KeepsWhereItIsWhenItIsMoved) {
  const test::TempDir dir;
  const std::string path = (dir.path() / "log").string();
  std::ofstream(path) << "(1.0) can0 123#\n(2.0) can0 124#\n";
  auto log = CanLog::open(path);
  LoggedFrame frame;
  ASSERT_TRUE(log->next(frame).value());
  EXPECT_TRUE(log->has_buffered_line());
  CanLog moved = *std::move(log);
  ASSERT_TRUE(moved.next(frame).value());
  EXPECT_EQ(frame.frame.id, 0x124U);
  EXPECT_FALSE(moved.next(frame).value());
}

/// Standard input is a pipe that the test writes to.
class CanLogOfStandardInput : public testing::Test {
 protected:
  void SetUp() override {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    saved_ = UniqueFd(::dup(STDIN_FILENO));
    ::dup2(ends[0], STDIN_FILENO);
    ::close(ends[0]);
    pipe_ = UniqueFd(ends[1]);
  }
  void TearDown() override { ::dup2(saved_.get(), STDIN_FILENO); }
  void write(const std::string& bytes) {
    ASSERT_EQ(::write(pipe_.get(), bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
  }

  UniqueFd saved_, pipe_;
};

TEST_F(CanLogOfStandardInput, HasAFrameAsSoonAsItsLineIsWritten) {
  auto log = CanLog::open("-");
  ASSERT_TRUE(log) << log.error().message;
  EXPECT_EQ(log->path(), "standard input");
  EXPECT_FALSE(log->has_buffered_line());
  LoggedFrame frame;
  write("(1.0) can0 123#\n(2.0) can0");
  EXPECT_TRUE(log->next(frame).value());
  EXPECT_FALSE(log->has_buffered_line());
  write(" 124#\n");
  EXPECT_TRUE(log->next(frame).value());
  EXPECT_EQ(frame.frame.id, 0x124U);
  pipe_.reset();
  EXPECT_FALSE(log->next(frame).value());
}

TEST_F(CanLogOfStandardInput, ReadsACaptureInPieces) {
  auto log = CanLog::open("-");
  ASSERT_TRUE(log);
  const test::CaptureBytes little(false);
  const std::string record = little.pcap_record(1, 0, test::can_bytes(0x123, "1"));
  write(little.pcap_header(227) + record + record.substr(0, 20));
  LoggedFrame frame;
  EXPECT_TRUE(log->next(frame).value());
  EXPECT_FALSE(log->has_buffered_line());
  write(record.substr(20) + record);
  EXPECT_TRUE(log->next(frame).value());
  EXPECT_TRUE(log->has_buffered_line());
}

}  // namespace
}  // namespace tripline
