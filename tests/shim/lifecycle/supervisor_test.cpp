#include "shim/lifecycle/supervisor.hpp"

#include <gtest/gtest.h>

#include <csignal>

#include "rt/base/limits.hpp"
#include "tests/shim/support/temp_dir.hpp"

namespace tripline {
namespace {

using test::TempDir;

using namespace std::chrono_literals;

// Says READY=1 and stays until SIGTERM. Python's socket is the only notifier that every machine here has.
constexpr const char* kReady = R"(
import os, signal, socket
signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.sendto(b"STATUS=here\nREADY=1", os.environ["NOTIFY_SOCKET"])
while True: signal.pause()
)";

UnitPlan ready_unit(const std::string& name) { return {name, {"/usr/bin/python3", "-c", kReady}, Capabilities::kDrop}; }

UnitPlan shell_unit(const std::string& name, const std::string& script) {
  return {name, {"/bin/sh", "-c", script}, Capabilities::kDrop};
}

Result<Supervisor> supervise(const std::filesystem::path& run_dir, const std::vector<UnitPlan>& plans) {
  auto hold = RunDirHold::acquire({run_dir});
  if (!hold) return hold.error();
  return Supervisor::create(std::move(*hold), plans);
}

template <typename Condition>
bool turn_until(Supervisor& supervisor, Condition reached) {
  for (const auto end = MonoClock::now() + 30s; MonoClock::now() < end;) {
    if (reached()) return true;
    supervisor.turn(20ms);
  }
  return false;
}

TEST(Supervisor, BringsAllUnitsUpAndLeavesNothing) {
  const TempDir dir;
  const RunDir run_dir{dir.path() / "a" / "b"};
  {
    auto supervisor = supervise(run_dir.path, {ready_unit("core"), ready_unit("log"), ready_unit("web")});
    ASSERT_TRUE(supervisor);
    ASSERT_TRUE(turn_until(*supervisor, [&] { return supervisor->is_up(); }));
    EXPECT_EQ(read_unit_state(run_dir.path, "log")->phase, UnitPhase::kRunning);
    supervisor->stop();
    ASSERT_TRUE(turn_until(*supervisor, [&] { return supervisor->finished(); }));
    EXPECT_EQ(read_unit_state(run_dir.path, "core")->exit_code, 0);
  }
  EXPECT_TRUE(std::filesystem::is_empty(dir.path()));
}

TEST(Supervisor, EndsTheStartWithTheCodeOfTheUnitThatRefuses) {
  const TempDir dir;
  auto supervisor = supervise(dir.path(), {shell_unit("core", "exit 66"), ready_unit("web")});
  ASSERT_TRUE(supervisor);
  ASSERT_TRUE(turn_until(*supervisor, [&] { return supervisor->startup_failure().has_value(); }));
  EXPECT_EQ(supervisor->startup_failure()->code, ExitCode::kNoInput);
  supervisor->turn(1ms);
  EXPECT_FALSE(read_unit_state(dir.path(), "web")) << "the others are not started";
}

TEST(Supervisor, KeepsTheOthersWhenOneDiesAndBringsItBack) {
  const TempDir dir;
  auto supervisor = supervise(dir.path(), {ready_unit("core"), ready_unit("web")});
  ASSERT_TRUE(supervisor);
  ASSERT_TRUE(turn_until(*supervisor, [&] { return supervisor->is_up(); }));
  const auto core = read_unit_state(dir.path(), "core")->pid;
  const auto web = read_unit_state(dir.path(), "web")->pid;
  ASSERT_EQ(::kill(web, SIGKILL), 0);
  ASSERT_TRUE(turn_until(*supervisor, [&] {
    const auto state = read_unit_state(dir.path(), "web");
    return state->phase == UnitPhase::kRunning && state->pid != web;
  }));
  EXPECT_EQ(read_unit_state(dir.path(), "core")->pid, core);
}

TEST(Supervisor, StopsStartsAndRestartsOneUnitAndLeavesTheOthers) {
  const TempDir dir;
  auto supervisor = supervise(dir.path(), {ready_unit("core"), ready_unit("log"), ready_unit("web")});
  ASSERT_TRUE(supervisor);
  ASSERT_TRUE(turn_until(*supervisor, [&] { return supervisor->is_up(); }));
  const auto core = [&] { return *read_unit_state(dir.path(), "core"); };
  const auto web = read_unit_state(dir.path(), "web")->pid;
  const auto first = core().pid;

  ASSERT_TRUE(supervisor->obey(Verb::kStop, "core"));
  EXPECT_GE(core().phase, UnitPhase::kStopping) << "the file's reader may see its end before the supervisor does";
  const auto pid_file = PidFile::path_of(dir.path(), "core");
  ASSERT_TRUE(turn_until(*supervisor, [&] { return !std::filesystem::exists(pid_file); }));
  EXPECT_EQ(core().phase, UnitPhase::kStopped);
  supervisor->turn(limits::kRestartFirst + 100ms);
  EXPECT_EQ(core().phase, UnitPhase::kStopped) << "it stays stopped";

  ASSERT_TRUE(supervisor->obey(Verb::kStart, "core"));
  ASSERT_TRUE(turn_until(*supervisor, [&] { return core().phase == UnitPhase::kRunning; }));
  const auto second = core().pid;
  EXPECT_NE(second, first);
  ASSERT_TRUE(supervisor->obey(Verb::kStart, "core")) << "it runs already";
  EXPECT_EQ(core().pid, second);

  ASSERT_TRUE(supervisor->obey(Verb::kRestart, "core"));
  ASSERT_TRUE(turn_until(*supervisor, [&] { return core().phase == UnitPhase::kRunning && core().pid != second; }));
  EXPECT_EQ(read_unit_state(dir.path(), "web")->pid, web);
}

TEST(Supervisor, RefusesToObeyWhatItCannotDo) {
  const TempDir dir;
  auto supervisor = supervise(dir.path(), {ready_unit("core"), ready_unit("web")});
  ASSERT_TRUE(supervisor);
  EXPECT_EQ(supervisor->obey(Verb::kStop, "core").error().code, ExitCode::kUnavailable) << "the rig starts";
  ASSERT_TRUE(turn_until(*supervisor, [&] { return supervisor->is_up(); }));
  EXPECT_EQ(supervisor->obey(Verb::kStop, "web").error().code, ExitCode::kUsage);
  EXPECT_EQ(supervisor->obey(Verb::kStop, "../core").error().code, ExitCode::kUsage);
  supervisor->stop();
  EXPECT_EQ(supervisor->obey(Verb::kStart, "core").error().code, ExitCode::kUnavailable) << "the rig stops";
}

TEST(RunDirHold, RefusesARunDirectoryThatIsSupervised) {
  const TempDir dir;
  const auto first = RunDirHold::acquire({dir.path()});
  ASSERT_TRUE(first);
  const auto second = RunDirHold::acquire({dir.path()});
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ExitCode::kInUse);
  EXPECT_NE(second.error().message.find(std::to_string(::getpid())), std::string::npos) << second.error().message;
}

TEST(Notification, IsReadLineByLine) {
  const auto said = parse_notification("WATCHDOG=1\nSTATUS=two words\nREADY=1");
  EXPECT_TRUE(said.ready);
  EXPECT_EQ(said.status, "two words");
  EXPECT_FALSE(parse_notification("READY=10\n\n").ready);
}

}  // namespace
}  // namespace tripline
