#include "shim/lifecycle/unit.hpp"

#include <gtest/gtest.h>
#include <poll.h>

#include <csignal>
#include <thread>

#include "rt/base/limits.hpp"
#include "tests/shim/support/temp_dir.hpp"

namespace tripline {
namespace {

using test::TempDir;

using namespace std::chrono_literals;

/// A unit on a clock of the test's own.
struct Bench {
  TempDir dir;
  MonoTime now{100s};

  Unit make(const std::string& script) const {
    return {{"web", {"/bin/sh", "-c", script}, Capabilities::kDrop}, dir.path(), {}};
  }
  void wait_for_end(Unit& unit) const {
    pollfd ended{unit.exit_fd(), POLLIN, 0};
    ASSERT_EQ(::poll(&ended, 1, 20'000), 1);
    unit.step(now);
  }
};

TEST(Unit, RunsWhenItSaysSo) {
  Bench bench;
  auto unit = bench.make("exec sleep 100");
  ASSERT_TRUE(unit.start(bench.now));
  EXPECT_EQ(unit.state().phase, UnitPhase::kStarting);
  unit.on_ready();
  EXPECT_EQ(unit.state().phase, UnitPhase::kRunning);
  EXPECT_EQ(read_unit_state(bench.dir.path(), "web")->phase, UnitPhase::kRunning);
}

TEST(Unit, RunsWhenItHasLivedLongEnough) {
  Bench bench;
  auto unit = bench.make("exec sleep 100");
  ASSERT_TRUE(unit.start(bench.now));
  unit.step(bench.now + limits::kStartCheck - 1ns);
  EXPECT_FALSE(unit.was_ready());
  unit.step(bench.now + limits::kStartCheck);
  EXPECT_TRUE(unit.was_ready());
}

TEST(Unit, ComesBackQuicklyEachTimeItIsKilled) {
  Bench bench;
  auto unit = bench.make("exec sleep 100");
  ASSERT_TRUE(unit.start(bench.now));
  for (int death = 0; death < 20; ++death) {
    ASSERT_TRUE(unit.pid());
    ASSERT_EQ(::kill(*unit.pid(), SIGKILL), 0);
    bench.wait_for_end(unit);
    EXPECT_EQ(unit.state().phase, UnitPhase::kFailed);
    EXPECT_EQ(unit.state().signal, SIGKILL);
    bench.now += limits::kRestartSignalled;
    unit.step(bench.now);
  }
  EXPECT_TRUE(unit.pid());
}

TEST(Unit, IsGivenUpWhenStartingItAgainCannotHelp) {
  Bench bench;
  auto unit = bench.make("exit 78");
  ASSERT_TRUE(unit.start(bench.now));
  bench.wait_for_end(unit);
  EXPECT_EQ(unit.given_up(), ExitCode::kBadConfig);
  EXPECT_EQ(unit.state().exit_code, 78);
  unit.step(bench.now + 1h);
  EXPECT_FALSE(unit.pid());
}

TEST(Unit, SaysItsOwnWordsWhenItFails) {
  Bench bench;
  auto unit = bench.make("exit 66");
  ASSERT_TRUE(unit.start(bench.now));
  unit.on_status("clip.y4m: truncated");
  bench.wait_for_end(unit);
  EXPECT_EQ(unit.state().reason, "exit code 66 (a file or directory cannot be read): clip.y4m: truncated");
}

TEST(Unit, IsKilledWhenItDoesNotStop) {
  Bench bench;
  const auto deaf = bench.dir.path() / "deaf";
  auto unit = bench.make("trap '' TERM; : > " + deaf.string() + "; exec sleep 100");
  ASSERT_TRUE(unit.start(bench.now));
  while (!std::filesystem::exists(deaf)) std::this_thread::yield();
  unit.stop(bench.now, limits::kStopGrace);
  unit.step(bench.now + limits::kStopGrace);
  bench.wait_for_end(unit);
  EXPECT_EQ(unit.state().phase, UnitPhase::kStopped);
  EXPECT_EQ(unit.state().signal, SIGKILL);
}

TEST(Unit, StartsAgainAfterItWasStopped) {
  Bench bench;
  auto unit = bench.make("exec sleep 100");
  ASSERT_TRUE(unit.start(bench.now));
  unit.on_ready();
  unit.stop(bench.now, limits::kUnitStopGrace);
  EXPECT_EQ(unit.state().phase, UnitPhase::kStopping);
  // Who reads the file looks at /proc too, and may find the process gone already.
  EXPECT_GE(read_unit_state(bench.dir.path(), "web")->phase, UnitPhase::kStopping);
  bench.wait_for_end(unit);
  EXPECT_EQ(unit.state().phase, UnitPhase::kStopped);
  unit.step(bench.now + 1h);
  EXPECT_FALSE(unit.pid()) << "it stays stopped";
  ASSERT_TRUE(unit.start(bench.now));
  EXPECT_EQ(unit.state().phase, UnitPhase::kStarting);
}

TEST(Unit, IsRestartedAsSoonAsItHasEnded) {
  Bench bench;
  auto unit = bench.make("exec sleep 100");
  ASSERT_TRUE(unit.start(bench.now));
  const auto first = unit.pid();
  ASSERT_TRUE(unit.restart(bench.now, limits::kUnitStopGrace));
  bench.wait_for_end(unit);
  EXPECT_EQ(unit.state().phase, UnitPhase::kStarting);
  EXPECT_NE(unit.pid(), first);
}

TEST(Unit, StartsAgainWhenItIsStartedWhileItStops) {
  Bench bench;
  auto unit = bench.make("exec sleep 100");
  ASSERT_TRUE(unit.start(bench.now));
  unit.stop(bench.now, limits::kUnitStopGrace);
  ASSERT_TRUE(unit.start(bench.now));
  bench.wait_for_end(unit);
  EXPECT_EQ(unit.state().phase, UnitPhase::kStarting);
}

TEST(Unit, CanBeStartedAgainAfterItWasGivenUp) {
  Bench bench;
  auto unit = bench.make("exit 78");
  ASSERT_TRUE(unit.start(bench.now));
  bench.wait_for_end(unit);
  ASSERT_TRUE(unit.given_up());
  ASSERT_TRUE(unit.restart(bench.now, limits::kUnitStopGrace));
  EXPECT_FALSE(unit.given_up());
  EXPECT_TRUE(unit.pid());
}

TEST(Unit, StaysDownWhenItIsStoppedWhileItWaitsToBeStartedAgain) {
  Bench bench;
  auto unit = bench.make("exit 71");
  ASSERT_TRUE(unit.start(bench.now));
  bench.wait_for_end(unit);
  EXPECT_EQ(unit.state().phase, UnitPhase::kFailed);
  unit.stop(bench.now, limits::kUnitStopGrace);
  unit.step(bench.now + 1h);
  EXPECT_EQ(unit.state().phase, UnitPhase::kStopped);
  EXPECT_FALSE(unit.pid());
}

TEST(Unit, ShowsItsLastLinesWhenItFails) {
  Bench bench;
  Unit unit({"web",
             {"/bin/sh", "-c", "echo one; echo two >&2; exit 66"},
             Capabilities::kDrop,
             bench.dir.path() / "log" / "web.log"},
            bench.dir.path(), {});
  ASSERT_TRUE(unit.start(bench.now));
  bench.wait_for_end(unit);
  EXPECT_EQ(unit.state().log, (std::vector<std::string>{"one", "two"}));
  EXPECT_EQ(read_unit_state(bench.dir.path(), "web")->log, unit.state().log);
  EXPECT_EQ(std::filesystem::file_size(bench.dir.path() / "log" / "web.log"), 8U);
}

TEST(Unit, IsNotStartedBesideAProcessOfAnEarlierRun) {
  Bench bench;
  auto earlier = ChildProcess::spawn({{"/bin/sleep", "100"}, Capabilities::kDrop, {}});
  ASSERT_TRUE(earlier);
  const auto left = PidFile::write(bench.dir.path(), "web", earlier->pid());
  ASSERT_TRUE(left);
  Unit unit({"web", {"/bin/sleep", "100"}, Capabilities::kDrop}, bench.dir.path(), {});
  const auto started = unit.start(bench.now);
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().code, ExitCode::kInUse);
  EXPECT_NE(started.error().message.find(std::to_string(earlier->pid())), std::string::npos);
  EXPECT_EQ(unit.state().phase, UnitPhase::kFailed);
}

TEST(Unit, IsFailedWhenItsProgramIsMissing) {
  Bench bench;
  Unit unit({"web", {"/nonexistent/tripline-web"}, Capabilities::kDrop}, bench.dir.path(), {});
  EXPECT_FALSE(unit.start(bench.now));
  EXPECT_EQ(unit.given_up(), ExitCode::kNoInput);
}

TEST(RestartBackoff, DoublesUpToItsCapAndForgetsAfterAHealthyLife) {
  RestartBackoff backoff;
  EXPECT_EQ(backoff.next(false, 0s), 200ms);
  EXPECT_EQ(backoff.next(false, 0s), 400ms);
  for (int i = 0; i < 10; ++i) backoff.next(false, 0s);
  EXPECT_EQ(backoff.next(false, 0s), limits::kRestartLast);
  EXPECT_EQ(backoff.next(true, 0s), limits::kRestartSignalled);
  EXPECT_EQ(backoff.next(false, limits::kRestartHealthy), limits::kRestartFirst);
}

}  // namespace
}  // namespace tripline
