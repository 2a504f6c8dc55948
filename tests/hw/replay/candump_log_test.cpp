// Candump logs from files.
#include "hw/replay/candump_log.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/shim/support/temp_dir.hpp"

namespace tripline {
namespace {

class CandumpLogTest : public testing::Test {
 protected:
  std::string write(const std::string& text) {
    const std::string path = (dir_.path() / "test.log").string();
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }

  test::TempDir dir_;
};

std::size_t count(CandumpLog& log) {
  CandumpLine line;
  std::size_t frames = 0;
  while (log.next(line).value()) ++frames;
  return frames;
}

TEST_F(CandumpLogTest, ReadsLinesAcrossItsBuffer) {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += "(" + std::to_string(i) + ".000000) can0 123#1122334455667788\r\n";
  auto log = CandumpLog::open(write(text));
  ASSERT_TRUE(log) << log.error().message;
  EXPECT_EQ(count(*log), 20'000U);
}

TEST_F(CandumpLogTest, ReadsALastLineWithoutEndAndPassesBlankOnes) {
  auto log = CandumpLog::open(write("\n(1.0) can0 123#\n  \n(2.0) can0 124#"));
  ASSERT_TRUE(log);
  EXPECT_EQ(count(*log), 2U);
}

TEST_F(CandumpLogTest, NamesFileLineAndColumnOfAMalformedLine) {
  const std::string path = write("(1.0) can0 123#\n\n(2.0) can0 12#00\n");
  auto log = CandumpLog::open(path);
  ASSERT_TRUE(log);
  CandumpLine line;
  EXPECT_TRUE(log->next(line).value());
  const Result<bool> bad = log->next(line);
  ASSERT_FALSE(bad.has_value());
  EXPECT_EQ(bad.error().code, ExitCode::kBadData);
  EXPECT_EQ(bad.error().message, path + ":3:14: expected 3 or 8 hex digits of the id");
}

TEST_F(CandumpLogTest, RefusesALineWithoutEnd) {
  auto log = CandumpLog::open(write(std::string(1'000'000, ' ')));
  ASSERT_TRUE(log);
  CandumpLine line;
  const Result<bool> bad = log->next(line);
  ASSERT_FALSE(bad.has_value());
  EXPECT_EQ(bad.error().code, ExitCode::kBadData);
}

TEST_F(CandumpLogTest, IsAtItsEndWhenEmpty) {
  auto log = CandumpLog::open(write(""));
  ASSERT_TRUE(log);
  EXPECT_EQ(count(*log), 0U);
}

TEST_F(CandumpLogTest, NamesAFileThatIsNotThere) {
  const auto log = CandumpLog::open("/nowhere/at/all.log");
  ASSERT_FALSE(log.has_value());
  EXPECT_EQ(log.error().code, ExitCode::kNoInput);
}

TEST_F(CandumpLogTest, RefusesADirectory) {
  auto log = CandumpLog::open(dir_.path().string());
  ASSERT_TRUE(log);
  CandumpLine line;
  const Result<bool> bad = log->next(line);
  ASSERT_FALSE(bad.has_value());
  EXPECT_EQ(bad.error().code, ExitCode::kNoInput);
}

}  // namespace
}  // namespace tripline
