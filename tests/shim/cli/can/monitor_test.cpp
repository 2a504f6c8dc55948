// The monitor without a terminal: from a log or a core to plain snapshots. With one: tests/e2e/can_tools_test.py.
#include "shim/cli/can/monitor.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/shim/cli/can/captured.hpp"
#include "tests/shim/support/temp_dir.hpp"

namespace tripline {
namespace {

class CanMonitorTest : public testing::Test {
 protected:
  std::string file(const std::string& name, const std::string& text) {
    std::string path = (dir_.path() / name).string();
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }
  std::string monitor(const CanMonitorOptions& options) {
    return test::captured([&](std::FILE* out) { result_ = can_monitor(options, out); });
  }
  CanMonitorOptions options(const std::string& log) {
    CanMonitorOptions options;
    options.log = file("a.log", log);
    options.once = true;
    return options;
  }

  test::TempDir dir_;
  Result<void> result_;
};

TEST_F(CanMonitorTest, PrintsOneSnapshotOfAWholeLog) {
  CanMonitorOptions wanted = options("(1.0) can0 044#A00F03\n(1.5) can0 044#A10F03\n(1.5) can1 123#\n");
  wanted.dbc = {file("a.dbc",
                     "BO_ 68 Engine: 8 X\n SG_ Rpm : 0|16@1+ (0.25,0) [0|8000] \"rpm\" X\n"
                     " SG_ Gear : 16|4@1+ (1,0) [0|15] \"\" X\nVAL_ 68 Gear 3 \"Third\" ;\n")};
  wanted.signals = {"*"};
  const std::string text = monitor(wanted);
  ASSERT_TRUE(result_) << result_.error().message;
  EXPECT_TRUE(text.starts_with("3 frames, 2 ids  ")) << text;
  EXPECT_NE(text.find("can0        044        2      2.0    500.0    0.0 Engine   "), std::string::npos) << text;
  EXPECT_NE(text.find("      Rpm=1000.25 rpm  Gear=3 (Third)\n"), std::string::npos) << text;
  EXPECT_NE(text.find("can1        123        1        -        -    0.0 "), std::string::npos) << text;
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
}

TEST_F(CanMonitorTest, ShowsOnlyWhatIsAskedFor) {
  CanMonitorOptions wanted = options("(1.0) can0 044#\n(1.5) can1 044#\n(1.5) can1 123#\n");
  wanted.frames = {{"044"}, {"can1"}};
  EXPECT_TRUE(monitor(wanted).starts_with("1 frames, 1 ids  "));
}

TEST_F(CanMonitorTest, NamesWhatIsWrong) {
  monitor(options("nonsense\n"));
  EXPECT_EQ(result_.error().code, ExitCode::kBadData);
  CanMonitorOptions wanted = options("");
  wanted.log = "/nowhere.log";
  monitor(wanted);
  EXPECT_EQ(result_.error().code, ExitCode::kNoInput);
  wanted = options("");
  wanted.dbc = {file("a.dbc", "BO_ 68 Engine: 8 X\n SG_ Rpm : 0|16@1+ (1,0) [0|1] \"\" X\n")};
  wanted.signals = {"Speed"};
  monitor(wanted);
  EXPECT_EQ(result_.error().code, ExitCode::kUsage);
}

}  // namespace
}  // namespace tripline
