#include "shim/lifecycle/systemd_control.hpp"

#include <gtest/gtest.h>

#include "shim/lifecycle/rig_units.hpp"
#include "shim/lifecycle/systemd_unit.hpp"
#include "tests/shim/support/private_bus.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;
using test::PrivateBus;

constexpr const char* kUnit = "tripline-rt@main.service";

MonoTime soon() { return MonoClock::now() + 20s; }

struct SystemdControlTest : testing::Test {
  void SetUp() override {
    ASSERT_TRUE(bus.is_up()) << bus.log();
    ASSERT_TRUE(bus.tell("AddUnit", "ss", kUnit, "loaded"));
  }
  bool change(const char* state, const char* sub_state, const char* result, int code, int status) const {
    return bus.tell("ChangeUnit", "sss(sii)", kUnit, state, sub_state, result, code, status);
  }

  PrivateBus bus{TRIPLINE_SYSTEMD_DOUBLE, "org.freedesktop.systemd1", "/org/freedesktop/systemd1"};
  SystemdControl control{"main"};
};

TEST_F(SystemdControlTest, StartsAndStopsExactlyThisRigsUnitAndAwaitsTheJob) {
  EXPECT_EQ(control.state()->phase, UnitPhase::kStopped);
  const auto started = control.ask(Verb::kStart, soon());
  ASSERT_TRUE(started) << started.error().message;
  EXPECT_EQ(*started, Outcome::kDone);
  EXPECT_EQ(control.state()->phase, UnitPhase::kRunning);
  EXPECT_EQ(control.state()->pid, 4711);
  ASSERT_TRUE(control.ask(Verb::kRestart, soon()));
  EXPECT_EQ(control.state()->phase, UnitPhase::kRunning);
  ASSERT_TRUE(control.ask(Verb::kStop, soon()));
  EXPECT_EQ(control.state()->phase, UnitPhase::kStopped);
  EXPECT_EQ(bus.log().find("tripline-log"), std::string::npos);
}

TEST_F(SystemdControlTest, SaysWhyAStartFailed) {
  ASSERT_TRUE(bus.tell("EndJobsWith", "s", "failed"));
  const auto started = control.ask(Verb::kStart, soon());
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().code, ExitCode::kSystem);
  EXPECT_EQ(started.error().message,
            "the core did not start (systemd's job: failed): exit code 66 (a file or directory cannot be read)");
  const auto state = control.state();
  EXPECT_EQ(state->phase, UnitPhase::kFailed);
  EXPECT_EQ(state->exit_code, 66);
  EXPECT_FALSE(state->log.empty()) << "its last lines, or why there are none";
}

TEST_F(SystemdControlTest, TellsADenialOfPolkitAsSuch) {
  ASSERT_TRUE(bus.tell("EndJobsWith", "s", "denied"));
  const auto stopped = control.ask(Verb::kStop, soon());
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().code, ExitCode::kNoPermission);
  EXPECT_NE(stopped.error().message.find("polkit denied it"), std::string::npos) << stopped.error().message;
}

TEST_F(SystemdControlTest, DoesNotWaitForAJobThatDoesNotEnd) {
  ASSERT_TRUE(bus.tell("EndJobsWith", "s", ""));
  const auto started = control.ask(Verb::kStart, MonoClock::now() + 100ms);
  ASSERT_TRUE(started) << started.error().message;
  EXPECT_EQ(*started, Outcome::kPending);
  EXPECT_EQ(control.state()->phase, UnitPhase::kStarting);
}

TEST_F(SystemdControlTest, SeesThatTheCoreWasKilledAndThatSystemdStartsItAgain) {
  ASSERT_TRUE(change("activating", "auto-restart", "signal", 2, 9));
  const auto state = control.state();
  EXPECT_EQ(state->phase, UnitPhase::kFailed);
  EXPECT_EQ(state->signal, 9);
  EXPECT_EQ(state->reason, "killed by signal 9 (Killed); systemd starts it again");
}

constexpr const char* kGivenUp =
    "; started 5 times within 300 s, systemd gives up: start it after 2026-11-27T09:35:00Z, or at once after "
    "`systemctl reset-failed tripline-rt@main`";

TEST_F(SystemdControlTest, SaysThatSystemdHasGivenUpAndWhatHelps) {
  ASSERT_TRUE(bus.tell("SetRestarts", "ssu", kUnit, "on-failure", 5));
  ASSERT_TRUE(change("failed", "failed", "signal", 2, 6));
  EXPECT_EQ(control.state()->reason, std::string("killed by signal 6 (Aborted)") + kGivenUp);
  ASSERT_TRUE(change("failed", "failed", "core-dump", 3, 6));
  EXPECT_EQ(control.state()->reason, std::string("killed by signal 6 (Aborted)") + kGivenUp);
  ASSERT_TRUE(change("failed", "failed", "exit-code", 1, 71));
  EXPECT_EQ(control.state()->reason, std::string("exit code 71 (the system refused something)") + kGivenUp);
  EXPECT_EQ(control.state()->phase, UnitPhase::kFailed);
}

TEST_F(SystemdControlTest, DoesNotBlameTheLimitForAnEndThatForbidsARestart) {
  ASSERT_TRUE(bus.tell("SetRestarts", "ssu", kUnit, "on-failure", 2));
  ASSERT_TRUE(change("failed", "failed", "exit-code", 1, 78));
  EXPECT_EQ(control.state()->reason, "exit code 78 (the configuration is wrong)");
  ASSERT_TRUE(bus.tell("SetRestarts", "ssu", kUnit, "no", 2));  // switched to safe mode meanwhile
  ASSERT_TRUE(change("failed", "failed", "signal", 2, 6));
  EXPECT_EQ(control.state()->reason, "killed by signal 6 (Aborted)");
}

TEST_F(SystemdControlTest, SaysThatAStartByHandCameTooSoon) {
  ASSERT_TRUE(bus.tell("SetRestarts", "ssu", kUnit, "no", 0));
  ASSERT_TRUE(change("failed", "failed", "start-limit-hit", 1, 71));
  EXPECT_EQ(control.state()->reason, std::string("exit code 71 (the system refused something)") + kGivenUp);
}

TEST_F(SystemdControlTest, TellsTheWatchdogsEnd) {
  ASSERT_TRUE(change("activating", "auto-restart-queued", "watchdog", 2, 6));
  EXPECT_EQ(control.state()->phase, UnitPhase::kFailed);
  EXPECT_EQ(control.state()->reason, "its loops stood still: the watchdog ended it; systemd starts it again");
  ASSERT_TRUE(bus.tell("SetRestarts", "ssu", kUnit, "on-failure", 5));
  ASSERT_TRUE(change("failed", "failed", "watchdog", 2, 6));
  EXPECT_EQ(control.state()->reason, std::string("its loops stood still: the watchdog ended it") + kGivenUp);
}

TEST_F(SystemdControlTest, AnotherServiceOfTheRigIsWatchedLikewise) {
  ASSERT_TRUE(bus.tell("AddUnit", "ss", "tripline-log@main.service", "loaded"));
  ASSERT_TRUE(bus.tell("ChangeUnit", "sss(sii)", "tripline-log@main.service", "failed", "failed", "exit-code", 1, 73));
  const test::TempDir dir;
  const RigUnits units("main", {dir.path()}, true);
  EXPECT_EQ(units.state("core")->phase, UnitPhase::kStopped);
  EXPECT_EQ(units.state("log")->phase, UnitPhase::kFailed);
  EXPECT_EQ(units.state("log")->reason, "exit code 73 (a file or directory cannot be made)");
  EXPECT_FALSE(units.state("web")) << "not installed";
  ASSERT_TRUE(write_unit_state(dir.path(), "log", {UnitPhase::kStopped, 0, {}, {}, {}, "stopped on request", {}}));
  EXPECT_EQ(units.state("log")->reason, "stopped on request") << "a supervisor knows better";
  EXPECT_FALSE(RigUnits("main", {dir.path()}, false).state("core"));
}

TEST_F(SystemdControlTest, NamesAUnitThatIsNotInstalled) {
  SystemdControl other("other");
  EXPECT_FALSE(other.state());
  const auto started = other.ask(Verb::kStart, soon());
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().code, ExitCode::kUnavailable);
  EXPECT_NE(started.error().message.find("tripline-rt@other.service"), std::string::npos) << started.error().message;
}

TEST(SystemdControl, SaysThatThereIsNoBus) {
  ::setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent/bus", 1);
  SystemdControl control("main");
  EXPECT_FALSE(control.state());
  const auto started = control.ask(Verb::kStart, soon());
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().code, ExitCode::kUnavailable);
  ::unsetenv("DBUS_SYSTEM_BUS_ADDRESS");
}

TEST(SystemdUnit, IsToldInOurWords) {
  const auto phase = [](const char* active, const char* sub) {
    return to_unit_state({"loaded", active, sub, "success", 0, 0, 0, 0, {}, {}, 0, 0, 0, 0})->phase;
  };
  EXPECT_EQ(phase("active", "running"), UnitPhase::kRunning);
  EXPECT_EQ(phase("reloading", "reload"), UnitPhase::kRunning);
  EXPECT_EQ(phase("activating", "start"), UnitPhase::kStarting);
  EXPECT_EQ(phase("activating", "auto-restart"), UnitPhase::kFailed);
  EXPECT_EQ(phase("deactivating", "stop-sigterm"), UnitPhase::kStopping);
  EXPECT_EQ(phase("inactive", "dead"), UnitPhase::kStopped);
  EXPECT_EQ(phase("failed", "failed"), UnitPhase::kFailed);
  const auto since =
      to_unit_state({"loaded", "active", "running", "success", 42, 0, 0, 1'795'771'800'000'000, {}, {}, 0, 0, 0, 0});
  EXPECT_EQ(since->since, "2026-11-27T09:30:00Z");
  EXPECT_FALSE(to_unit_state({"not-found", "inactive", "dead", "", 0, 0, 0, 0, {}, {}, 0, 0, 0, 0}));
}

}  // namespace
}  // namespace tripline
