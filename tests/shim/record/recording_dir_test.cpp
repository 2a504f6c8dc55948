#include "shim/record/recording_dir.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/shim/record/mcap_reader.hpp"
#include "tests/shim/support/temp_dir.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

void write(const std::filesystem::path& path, std::size_t size) { std::ofstream(path) << std::string(size, 'x'); }

TEST(RecordingDir, LetsOneRecorderIn) {
  const test::TempDir state;
  {
    const auto first = RecordingDir::open(state.path());
    ASSERT_TRUE(first);
    const auto second = RecordingDir::open(state.path());
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ExitCode::kInUse);
  }
  EXPECT_TRUE(RecordingDir::open(state.path())) << "the place is free again";
}

TEST(RecordingDir, SaysWhereItCannotWrite) {
  const test::TempDir state;
  write(state.path() / "recordings", 1);
  const auto refused = RecordingDir::open(state.path());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ExitCode::kCannotCreate);
  EXPECT_NE(refused.error().message.find((state.path() / "recordings").string()), std::string::npos);
  EXPECT_NE(refused.error().message.find("--state-dir"), std::string::npos);
}

TEST(RecordingDir, DeletesTheOldestFirstAndOnlyRecordings) {
  const test::TempDir state;
  const auto dir = std::move(RecordingDir::open(state.path()).value());
  for (const auto* name : {"1.mcap", "2.mcap", "3.mcap", "0.txt", "0.mcap.part"}) write(dir.path() / name, 100);
  dir.delete_oldest(250);
  EXPECT_EQ(test::files_in(dir.path(), ".mcap").size(), 2U);
  EXPECT_FALSE(std::filesystem::exists(dir.path() / "1.mcap"));
  EXPECT_TRUE(std::filesystem::exists(dir.path() / "0.txt"));
  EXPECT_TRUE(std::filesystem::exists(dir.path() / "0.mcap.part"));
}

TEST(RecordingDir, NamesFilesInOrderOfTime) {
  const test::TempDir state;
  const auto dir = std::move(RecordingDir::open(state.path()).value());
  const WallTime noon{1'795'000'000s + 1500us};
  EXPECT_EQ(dir.new_name(noon, 0xabc).filename(), "20261118T110640.001500Z-0000000000000abc.mcap");
  EXPECT_LT(dir.new_name(noon, 9), dir.new_name(noon + 1us, 1));
  EXPECT_LT(dir.new_name(noon, 9), dir.new_name(noon + 1s, 1));
}

}  // namespace
}  // namespace tripline
