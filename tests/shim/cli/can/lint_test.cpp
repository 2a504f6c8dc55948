// `tripline can lint` from files to lines and exit codes.
#include "shim/cli/can/lint.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/shim/cli/can/captured.hpp"
#include "tests/shim/support/temp_dir.hpp"

namespace tripline {
namespace {

const char kClean[] = "VERSION \"\"\n\nBS_:\n\nBU_: X\n\nBO_ 1 A: 1 X\n SG_ Old : 0|8@1+ (1,0) [0|1] \"\" X\n";
const char kOdd[] =
    "VERSION \"\"\n\nBS_:\n\nBU_: X\n\nBO_ 2 B: 1 X\n SG_ P : 0|8@1+ (1,0) [0|1] \"\" X\n"
    " SG_ Q : 4|8@1+ (1,0) [0|1] \"\" X\n";

class CanLintTest : public testing::Test {
 protected:
  std::string file(const std::string& name, const std::string& text) {
    std::string path = (dir_.path() / name).string();
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }

  /// The lines, without the directory.
  std::vector<std::string> lint(const std::vector<std::string>& files, bool strict = false, bool json = false) {
    const std::string text = test::captured([&](std::FILE* out) { result_ = can_lint({files, strict, json}, out); });
    std::istringstream in(text);
    std::vector<std::string> lines;
    const std::string prefix = dir_.path().string() + "/";
    for (std::string line; std::getline(in, line);) {
      for (std::size_t at = line.find(prefix); at != std::string::npos; at = line.find(prefix))
        line.erase(at, prefix.size());
      lines.push_back(line);
    }
    return lines;
  }
  ExitCode code() const { return result_ ? ExitCode::kOk : result_.error().code; }

  test::TempDir dir_;
  Result<void> result_;
};

using Lines = std::vector<std::string>;

TEST_F(CanLintTest, SumsUpAFileThatIsClean) {
  EXPECT_EQ(lint({file("a.dbc", kClean)}), Lines{"a.dbc: 1 messages, 1 signals, 0 warnings, 0 errors"});
  EXPECT_EQ(code(), ExitCode::kOk);
}

TEST_F(CanLintTest, PrintsEveryFindingWithItsPlace) {
  const Lines lines = lint({file("odd.dbc", std::string(kOdd) + "XYZ 1;\nBO_ 3 C 8 X\n")});
  EXPECT_EQ(code(), ExitCode::kFailure);
  EXPECT_TRUE(result_.error().message.empty());
  ASSERT_GE(lines.size(), 5U);
  EXPECT_TRUE(lines[0].starts_with("odd.dbc:9:1: warning: 'Q' ")) << lines[0];
  EXPECT_TRUE(lines[2].starts_with("odd.dbc:10:1: error: expected ")) << lines[2];
  EXPECT_TRUE(lines[3].starts_with("odd.dbc:11:9: error: expected ")) << lines[3];
  EXPECT_EQ(lines.back(), "odd.dbc: 1 messages, 2 signals, 2 warnings, 2 errors");
}

TEST_F(CanLintTest, MakesErrorsOfWarningsWhereItIsStrict) {
  const Lines lines = lint({file("odd.dbc", kOdd)}, true);
  EXPECT_EQ(code(), ExitCode::kFailure);
  EXPECT_TRUE(lines[0].starts_with("odd.dbc:9:1: error: 'Q' ")) << lines[0];
  EXPECT_EQ(lines.back(), "odd.dbc: 1 messages, 2 signals, 0 warnings, 2 errors");
}

TEST_F(CanLintTest, TellsIdsThatAnotherFileHas) {
  const Lines lines = lint({file("a.dbc", kClean), file("b.dbc", kClean), file("c.dbc", kOdd)});
  EXPECT_EQ(code(), ExitCode::kFailure);
  ASSERT_GE(lines.size(), 3U);
  EXPECT_EQ(lines[1], "b.dbc:7:1: warning: 'A' has the id of 'A' of a.dbc:7; the last one decodes");
}

TEST_F(CanLintTest, GoesOnBehindAFileThatCannotBeLoaded) {
  const Lines lines = lint({"/nowhere.dbc", file("bad.dbc", "BO_ 1 A 8 X\nBO_ 2 B 8 X\n"), file("a.dbc", kClean)});
  EXPECT_EQ(code(), ExitCode::kUnfit);
  ASSERT_EQ(lines.size(), 6U);
  EXPECT_TRUE(lines[0].starts_with("/nowhere.dbc: cannot be read")) << lines[0];
  EXPECT_EQ(lines[1], "/nowhere.dbc: 0 messages, 0 signals, 0 warnings, 0 errors; it cannot be loaded");
  EXPECT_TRUE(lines[2].starts_with("bad.dbc:1:9: error: expected ")) << lines[2];
  EXPECT_TRUE(lines[3].starts_with("bad.dbc:2:9: error: expected ")) << lines[3];
  EXPECT_EQ(lines[4], "bad.dbc: 0 messages, 0 signals, 0 warnings, 2 errors; it cannot be loaded");
  EXPECT_EQ(lines[5], "a.dbc: 1 messages, 1 signals, 0 warnings, 0 errors");
}

TEST_F(CanLintTest, WritesObjectsForPrograms) {
  const Lines lines = lint({"/nowhere.dbc", file("odd.dbc", kOdd)}, false, true);
  ASSERT_EQ(lines.size(), 5U);
  EXPECT_EQ(nlohmann::json::parse(lines[0])["severity"], "fatal");
  EXPECT_EQ(nlohmann::json::parse(lines[1])["loaded"], false);
  const auto finding = nlohmann::json::parse(lines[2]);
  EXPECT_EQ(finding["file"], "odd.dbc");
  EXPECT_EQ(finding["line"], 9);
  EXPECT_EQ(finding["column"], 1);
  EXPECT_EQ(finding["severity"], "warning");
  EXPECT_EQ(nlohmann::json::parse(lines[4])["warnings"], 2);
}

}  // namespace
}  // namespace tripline
