#include "shim/lifecycle/unit_log.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

#include "rt/base/limits.hpp"
#include "tests/shim/support/temp_dir.hpp"

namespace tripline {
namespace {

using test::TempDir;

struct UnitLogTest : testing::Test {
  std::filesystem::path file(const std::string& suffix = {}) const {
    return dir.path() / "log" / ("core.log" + suffix);
  }
  static void say(UnitLog& log, const std::string& text) {
    ASSERT_EQ(::write(log.write_end(), text.data(), text.size()), static_cast<ssize_t>(text.size()));
    log.pump();
  }
  std::string kept(const std::string& suffix = {}) const {
    std::ifstream in(file(suffix));
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }

  TempDir dir;
};

TEST_F(UnitLogTest, KeepsWhatIsSaidAndPassesItOn) {
  auto log = UnitLog::open(file());
  ASSERT_TRUE(log) << log.error().message;
  testing::internal::CaptureStderr();
  say(*log, "one\ntw");
  say(*log, "o\n");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "one\ntwo\n");
  EXPECT_EQ(kept(), "one\ntwo\n");
  EXPECT_EQ(log->last_lines(), (std::vector<std::string>{"one", "two"}));
  log->forget_lines();
  EXPECT_TRUE(log->last_lines().empty());
}

TEST_F(UnitLogTest, RemembersTheNewestLinesAloneAndCutsLongOnes) {
  auto log = UnitLog::open(file());
  ASSERT_TRUE(log);
  for (std::size_t i = 0; i < limits::kReasonLines + 3; ++i) say(*log, std::to_string(i) + "\n");
  EXPECT_EQ(log->last_lines().size(), limits::kReasonLines);
  EXPECT_EQ(log->last_lines().front(), "3");
  say(*log, std::string(2 * limits::kReasonLineBytes, 'x') + "\n");
  EXPECT_EQ(log->last_lines().back().size(), limits::kReasonLineBytes);
}

TEST_F(UnitLogTest, GoesOnWhereTheRunBeforeEnded) {
  {
    auto before = UnitLog::open(file());
    say(*before, "before\n");
  }
  auto log = UnitLog::open(file());
  say(*log, "after\n");
  EXPECT_EQ(kept(), "before\nafter\n");
}

TEST_F(UnitLogTest, NeverFillsTheDisk) {
  auto log = UnitLog::open(file());
  ASSERT_TRUE(log);
  const std::string chunk(4095, 'x');
  testing::internal::CaptureStderr();
  for (std::size_t bytes = 0; bytes < (limits::kUnitLogFiles + 1) * limits::kUnitLogBytes; bytes += 4096)
    say(*log, chunk + "\n");
  testing::internal::GetCapturedStderr();
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(file().parent_path())) {
    EXPECT_LE(entry.file_size(), limits::kUnitLogBytes) << entry.path();
    ++files;
  }
  EXPECT_EQ(files, limits::kUnitLogFiles);
  EXPECT_TRUE(std::filesystem::exists(file(".1")));
}

TEST_F(UnitLogTest, NamesTheFileThatCannotBeMade) {
  std::ofstream(dir.path() / "log") << "a file where the directory should be";
  const auto log = UnitLog::open(file());
  ASSERT_FALSE(log);
  EXPECT_EQ(log.error().code, ExitCode::kCannotCreate);
  EXPECT_NE(log.error().message.find("core.log"), std::string::npos) << log.error().message;
}

}  // namespace
}  // namespace tripline
