// The guard on the twin's lines: it puts them to rest when its other end is gone without a goodbye, and only then.
#include <gtest/gtest.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>

#include "hw/sim/shared_levels.hpp"
#include "hw/sim/sim_strobe.hpp"
#include "rt/app/guard_process.hpp"
#include "rt/base/exit_code.hpp"
#include "rt/guard/guarded_lines.hpp"

namespace tripline {
namespace {

namespace fs = std::filesystem;

int run_guard(const std::string& arguments) {
  return WEXITSTATUS(::system((std::string(GUARD_PROGRAM) + " " + arguments + " 2>/dev/null").c_str()));
}

class Guard : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "tripline-guard-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    directory_ = pattern;
    file_ = (directory_ / "sim-lines").string();
  }
  void TearDown() override { fs::remove_all(directory_); }

  /// A holder that dies with its lines lit, as after kill -9.
  void leave_lit() {
    const pid_t child = ::fork();
    if (child == 0) {
      auto line = SimStrobe::create({.shared_file = file_});
      ::_exit(line && (*line)->set(1, 1) ? 0 : 1);
    }
    int status = -1;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_EQ(status, 0);
    ASSERT_EQ(levels(), 1U);
  }
  LineMask levels() const {
    std::ifstream stream(file_, std::ios::binary);
    SharedLevelsFile content;
    stream.read(reinterpret_cast<char*>(&content), sizeof content);
    EXPECT_EQ(std::string(content.label).find("SIMULATED"), 0U);
    return content.levels.load();
  }
  /// A guard whose other end this test holds; its exit code once `word` was said (0: nothing) and the end closed.
  int watch_until(char word) {
    std::array<int, 2> ends{-1, -1};
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      ::dup2(ends[1], STDIN_FILENO);
      ::execl(GUARD_PROGRAM, "tripline-guard", "--watch", "--sim", file_.c_str(), nullptr);
      ::_exit(127);
    }
    ::close(ends[1]);
    char ready = 0;
    EXPECT_EQ(::read(ends[0], &ready, 1), 1);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) ::kill(child, signal);  // it outlives them
    if (word != 0) {
      EXPECT_EQ(::write(ends[0], &word, 1), 1);
    }
    ::close(ends[0]);
    int status = -1;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  fs::path directory_;
  std::string file_;
};

TEST_F(Guard, PutsTheLinesToRestWhenTheCoreIsGone) {
  leave_lit();
  EXPECT_EQ(watch_until(0), 0);
  EXPECT_EQ(levels(), 0U);
}

TEST_F(Guard, TouchesNothingAfterAGoodbye) {
  leave_lit();
  EXPECT_EQ(watch_until('b'), 0);
  EXPECT_EQ(levels(), 1U);
}

TEST_F(Guard, PutsTheLinesToRestWhenAsked) {
  leave_lit();
  EXPECT_EQ(run_guard("--now --sim " + file_), 0);
  EXPECT_EQ(levels(), 0U);
}

TEST_F(Guard, FindsTheLinesThatTheCoreLeft) {
  leave_lit();
  const auto left = directory_ / "guard.lines";
  EXPECT_EQ(run_guard("--now --from " + left.string()), 0) << "no core drove a line here";
  EXPECT_EQ(levels(), 1U);
  ASSERT_TRUE(leave_guard_arguments({"--sim", file_}, left));
  EXPECT_EQ(run_guard("--now --from " + left.string()), 0);
  EXPECT_EQ(levels(), 0U);
}

TEST_F(Guard, LeavesLinesAloneThatAnotherProcessHolds) {
  const auto holder = SimStrobe::create({.shared_file = file_});
  ASSERT_TRUE(holder);
  ASSERT_TRUE((*holder)->set(1, 1));
  EXPECT_EQ(run_guard("--now --sim " + file_), static_cast<int>(ExitCode::kInUse));
  EXPECT_EQ(levels(), 1U);
  EXPECT_EQ(SimStrobe::create({.shared_file = file_}).error().code, ExitCode::kInUse);
}

TEST_F(Guard, RefusesACommandLineThatNamesNoLine) {
  for (const char* arguments : {"", "--now", "--watch", "--now --sim", "--now --gpiod chip", "--now --what x"})
    EXPECT_EQ(run_guard(arguments), static_cast<int>(ExitCode::kUsage)) << arguments;
}

TEST(GuardArguments, NameEveryLineThatTheConfigurationDrives) {
  wire::StrobeT config;
  config.output = wire::StrobeOutput::gpiod;
  config.chip = "pinctrl-rp1";
  config.line = "17";
  config.lines.push_back(std::make_unique<wire::StrobeLineT>());
  config.lines.back()->line = "27";
  config.lines.back()->active_low = true;
  const auto arguments = guard_arguments(config, "/run/sim-lines");
  EXPECT_EQ(arguments, (std::vector<std::string>{"--gpiod", "pinctrl-rp1", "--line", "17", "--line-low", "27"}));
  const auto lines = parse_guarded_lines(arguments);
  ASSERT_TRUE(lines);
  EXPECT_EQ(lines->text(), "GPIO line 17, 27");
  config.output = wire::StrobeOutput::none;
  EXPECT_TRUE(guard_arguments(config, "/run/sim-lines").empty());
}

}  // namespace
}  // namespace tripline
