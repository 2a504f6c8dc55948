// `tripline can stats` from files to text.
#include "shim/cli/can/stats.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/shim/cli/can/captured.hpp"
#include "tests/shim/support/temp_dir.hpp"

namespace tripline {
namespace {

TEST(CanStats, CountsALogWithNamesOfDbcFiles) {
  const test::TempDir dir;
  CanStatsOptions options;
  options.log = (dir.path() / "a.log").string();
  options.dbc = {(dir.path() / "a.dbc").string()};
  options.json = true;
  std::ofstream(options.log) << "(1.0) can0 044#00\n(1.1) can0 123#\n(2.0) can0 044#00\n";
  std::ofstream(options.dbc[0]) << "BO_ 68 Engine: 8 X\n SG_ Rpm : 0|8@1+ (1,0) [0|1] \"\" X\n";
  Result<void> result;
  const std::string text = test::captured([&](std::FILE* out) { result = can_stats(options, out); });
  ASSERT_TRUE(result) << result.error().message;
  const auto object = nlohmann::json::parse(text);
  EXPECT_EQ(object["source"], options.log);
  EXPECT_EQ(object["ids"][0]["message"], "Engine");
  EXPECT_EQ(object["ids"][0]["frames"], 2);
  EXPECT_EQ(object["unknown"][0]["id"], 0x123);
}

TEST(CanStats, NamesWhatIsWrong) {
  CanStatsOptions options;
  options.log = "/nowhere.log";
  EXPECT_EQ(can_stats(options, stdout).error().code, ExitCode::kNoInput);
  options.frames.ids = {"xyz"};
  EXPECT_EQ(can_stats(options, stdout).error().code, ExitCode::kUsage);
}

TEST(CanStats, FailsWhenTheOutputTakesNoMore) {
  const test::TempDir dir;
  CanStatsOptions options;
  options.log = (dir.path() / "a.log").string();
  std::ofstream(options.log) << "(1.0) can0 044#00\n";
  std::FILE* full = std::fopen("/dev/full", "w");
  EXPECT_EQ(can_stats(options, full).error().code, ExitCode::kSystem);
  std::fclose(full);
}

}  // namespace
}  // namespace tripline
