#include <gtest/gtest.h>

#include <csignal>
#include <fstream>

#include "rt/base/exit_code.hpp"
#include "rt/base/limits.hpp"
#include "rt/base/time.hpp"
#include "tests/shim/record/mcap_reader.hpp"
#include "tests/shim/support/fake_core.hpp"
#include "tests/shim/support/program.hpp"
#include "tests/shim/support/temp_dir.hpp"
#include "tests/shim/support/wait_until.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;
using test::FakePublisher;
using test::header;
using test::Program;
using test::wait_until;

class LogTest : public testing::Test {
 protected:
  std::unique_ptr<Program> start(const std::string& name) const {
    return std::make_unique<Program>(
        TRIPLINE_PROGRAM,
        std::vector<std::string>{"--run-dir", run_dir.path.string(), "--state-dir", state_dir.string()},
        dir.path() / name);
  }
  // Sends log lines until the recorder has begun a file.
  bool send_until_recorded(FakePublisher& core) {
    return wait_until([&] {
      core.send("log", test::log_bytes(header(++sequence), "line"));
      return std::filesystem::exists(recordings) && !test::files_in(recordings, ".part").empty();
    });
  }

  test::TempDir dir;
  RunDir run_dir{dir.path() / "run"};
  std::filesystem::path state_dir = dir.path() / "state";
  std::filesystem::path recordings = state_dir / "recordings";
  std::uint64_t sequence = 0;
};

TEST_F(LogTest, RecordsAndStopsCleanlyAndSoon) {
  const auto log = start("log");
  ASSERT_TRUE(log->wait_log("recordings go to")) << log->log();
  std::filesystem::create_directory(run_dir.path);
  FakePublisher core(run_dir);
  ASSERT_TRUE(send_until_recorded(core));
  const auto began = MonoClock::now();
  log->signal(SIGTERM);
  EXPECT_EQ(log->wait(), 0) << log->log();
  EXPECT_LT(MonoClock::now() - began, limits::kStopGrace);
  const auto files = test::files_in(recordings, ".mcap");
  ASSERT_EQ(files.size(), 1U);
  const auto contents = test::read_mcap(files.front());
  EXPECT_EQ(contents.error, "");
  EXPECT_EQ(contents.messages.front().topic, "log");
  EXPECT_TRUE(log->log().ends_with("INFO log: stopped\n")) << log->log();
}

TEST_F(LogTest, FinishesWhatAKilledOneLeftOver) {
  {
    const auto killed = start("killed");
    ASSERT_TRUE(killed->wait_log("recordings go to"));
    std::filesystem::create_directory(run_dir.path);
    FakePublisher core(run_dir);
    ASSERT_TRUE(send_until_recorded(core));
    // The first flush after the first event: from then on a kill loses no whole file.
    const auto part = test::files_in(recordings, ".part").front();
    const auto begun = std::filesystem::file_size(part);
    ASSERT_TRUE(wait_until([&] { return std::filesystem::file_size(part) > begun; }));
    killed->signal(SIGKILL);
    ASSERT_EQ(killed->wait(), -SIGKILL);
  }
  const auto next = start("next");
  ASSERT_TRUE(next->wait_log("left over from a recorder that was killed")) << next->log();
  const auto files = test::files_in(recordings, ".mcap");
  ASSERT_EQ(files.size(), 1U);
  const auto contents = test::read_mcap(files.front());
  EXPECT_EQ(contents.error, "");
  EXPECT_GE(contents.messages.size(), 1U);
}

TEST_F(LogTest, OutlivesTheRunDirectoryAndRecordsTheNextRunToo) {
  const auto log = start("log");
  ASSERT_TRUE(log->wait_log("recordings go to")) << log->log();
  EXPECT_FALSE(std::filesystem::exists(run_dir.path)) << "the core's to make";
  for (const std::uint64_t run : {1U, 2U}) {
    std::filesystem::create_directory(run_dir.path);
    FakePublisher core(run_dir);
    ASSERT_TRUE(wait_until([&] {
      core.send("log", test::log_bytes(header(++sequence, run), "line"));
      return log->log().find(run == 1 ? "the core is here" : "the core was restarted") != std::string::npos;
    })) << log->log();
    std::filesystem::remove_all(run_dir.path);
  }
  log->signal(SIGTERM);
  EXPECT_EQ(log->wait(), 0) << log->log();
  std::size_t messages = 0;
  for (const auto& file : test::files_in(recordings, ".mcap")) messages += test::read_mcap(file).messages.size();
  EXPECT_GE(messages, 2U) << log->log();
}

TEST_F(LogTest, RefusesASecondOne) {
  const auto first = start("first");
  ASSERT_TRUE(first->wait_log("recordings go to"));
  const auto second = start("second");
  EXPECT_EQ(second->wait(), static_cast<int>(ExitCode::kInUse));
  EXPECT_NE(second->log().find("tripline-log: recordings "), std::string::npos) << second->log();
}

TEST_F(LogTest, SaysWhereItCannotWrite) {
  std::filesystem::create_directories(state_dir);
  std::ofstream(recordings) << "in the way";
  const auto log = start("log");
  EXPECT_EQ(log->wait(), static_cast<int>(ExitCode::kCannotCreate));
  EXPECT_NE(log->log().find("tripline-log: recordings " + recordings.string()), std::string::npos) << log->log();
}

}  // namespace
}  // namespace tripline
