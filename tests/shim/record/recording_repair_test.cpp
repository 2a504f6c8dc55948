#include "shim/record/recording_repair.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "shim/record/mcap_file.hpp"
#include "tests/shim/record/mcap_reader.hpp"
#include "tests/shim/support/events.hpp"
#include "tests/shim/support/temp_dir.hpp"

namespace tripline {
namespace {

using test::header;

struct RecordingRepairTest : testing::Test {
  // The bytes of a recording with two events whose writer was killed.
  std::string killed_bytes() const {
    auto file = std::move(McapFile::create(dir.path() / "whole.mcap").value());
    for (std::uint64_t sequence = 1; sequence <= 2; ++sequence) {
      const auto event = test::event("log", header(sequence), test::log_bytes(header(sequence), "line"));
      EXPECT_TRUE(file.write(*event, WallTime{}));
    }
    EXPECT_TRUE(file.flush());
    const auto bytes = test::file_bytes(dir.path() / "whole.mcap.part");
    std::filesystem::remove(dir.path() / "whole.mcap.part");
    return bytes;
  }
  void write(const std::string& bytes) const { std::ofstream(part, std::ios::binary) << bytes; }

  test::TempDir dir;
  const std::filesystem::path part = dir.path() / "a.mcap.part";
};

TEST_F(RecordingRepairTest, EndsAFileAtEveryPlaceItCanBeCut) {
  const auto whole = killed_bytes();
  std::uint64_t most = 0;
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    write(whole.substr(0, size));
    const auto repair = repair_recording(part);
    ASSERT_TRUE(repair) << size;
    EXPECT_FALSE(std::filesystem::exists(part)) << size;
    EXPECT_GE(repair->messages, most) << size;
    most = repair->messages;
    if (repair->messages == 0) {
      EXPECT_TRUE(repair->name.empty()) << size;
      continue;
    }
    const auto contents = test::read_mcap(dir.path() / "a.mcap");
    ASSERT_EQ(contents.error, "") << size;
    EXPECT_EQ(contents.messages.size(), repair->messages) << size;
    std::filesystem::remove(dir.path() / "a.mcap");
  }
  EXPECT_EQ(most, 2U);
}

TEST_F(RecordingRepairTest, EndsAFileThatHadItsEndingButNotItsName) {
  write(killed_bytes() + mcap_ending());
  const auto repair = repair_recording(part);
  ASSERT_TRUE(repair);
  EXPECT_EQ(repair->messages, 2U);
  EXPECT_EQ(test::read_mcap(repair->name).error, "");
}

TEST_F(RecordingRepairTest, SurvivesALengthBeyondTheFile) {
  write(killed_bytes() + std::string("\x05\xff\xff\xff\xff\xff\xff\xff\xff", 9) + "abc");
  const auto repair = repair_recording(part);
  ASSERT_TRUE(repair);
  EXPECT_EQ(repair->messages, 2U);
  EXPECT_EQ(repair->bytes_cut, 12U);
  EXPECT_EQ(test::read_mcap(repair->name).error, "");
}

TEST_F(RecordingRepairTest, LeavesAForeignFileAsItIs) {
  write("this is the diary of somebody else");
  const auto repair = repair_recording(part);
  ASSERT_FALSE(repair);
  EXPECT_EQ(repair.error().code, ExitCode::kBadData);
  EXPECT_EQ(test::file_bytes(part), "this is the diary of somebody else");
}

TEST_F(RecordingRepairTest, SaysThatItCannotOpen) {
  EXPECT_EQ(repair_recording(part).error().code, ExitCode::kCannotCreate);
}

}  // namespace
}  // namespace tripline
