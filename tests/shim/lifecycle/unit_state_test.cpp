#include "shim/lifecycle/unit_state.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "tests/shim/support/temp_dir.hpp"

namespace tripline {
namespace {

using test::TempDir;

TEST(UnitState, ComesBackAsItWasWritten) {
  const TempDir dir;
  const UnitState written{UnitPhase::kFailed, 0, "2026-11-21T09:30:00Z", 66, 9, "no \"input\"", {"one", "two"}};
  ASSERT_TRUE(write_unit_state(dir.path(), "core", written));
  const auto read = read_unit_state(dir.path(), "core");
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, written);
}

TEST(UnitState, IsRunningWhileItsProcessLives) {
  const TempDir dir;
  ASSERT_TRUE(write_unit_state(dir.path(), "core", {UnitPhase::kRunning, ::getpid(), {}, {}, {}, {}, {}}));
  const auto read = read_unit_state(dir.path(), "core");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->phase, UnitPhase::kRunning);
  EXPECT_EQ(read->pid, ::getpid());
}

TEST(UnitState, IsFailedWhenItsProcessIsGone) {
  const TempDir dir;
  std::ofstream(unit_state_file(dir.path(), "web")) << R"({"state":"RUNNING","pid":999999999,"start_ticks":12})";
  const auto read = read_unit_state(dir.path(), "web");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->phase, UnitPhase::kFailed);
  EXPECT_EQ(read->reason, "process 999999999 is gone");
}

TEST(UnitState, IsStoppedWhenItsProcessIsGoneAsItWasTold) {
  const TempDir dir;
  std::ofstream(unit_state_file(dir.path(), "web")) << R"({"state":"STOPPING","pid":999999999,"start_ticks":12})";
  EXPECT_EQ(read_unit_state(dir.path(), "web")->phase, UnitPhase::kStopped);
}

TEST(UnitState, IsFailedWhenAnotherProcessGotThePid) {
  const TempDir dir;
  std::ofstream(unit_state_file(dir.path(), "web"))
      << R"({"state":"RUNNING","pid":)" << ::getpid() << R"(,"start_ticks":1})";
  EXPECT_EQ(read_unit_state(dir.path(), "web")->phase, UnitPhase::kFailed);
}

TEST(UnitState, IsAbsentWithoutAReadableFile) {
  const TempDir dir;
  EXPECT_FALSE(read_unit_state(dir.path(), "core"));
  for (const char* text : {"", "{", "[]", R"({"state":"DANCING"})", R"({"state":"STOPPED","pid":"one"})"}) {
    std::ofstream(unit_state_file(dir.path(), "core")) << text;
    EXPECT_FALSE(read_unit_state(dir.path(), "core")) << text;
  }
}

TEST(UnitState, NamesTheFileThatCannotBeWritten) {
  const auto written = write_unit_state("/nonexistent", "core", {});
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, ExitCode::kCannotCreate);
  EXPECT_NE(written.error().message.find("/nonexistent/core.state"), std::string::npos);
}

}  // namespace
}  // namespace tripline
