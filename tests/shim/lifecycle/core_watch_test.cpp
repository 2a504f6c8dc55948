#include "shim/lifecycle/core_watch.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <future>

#include "shim/lifecycle/child_process.hpp"
#include "shim/lifecycle/choose_control.hpp"
#include "shim/lifecycle/no_control.hpp"
#include "shim/lifecycle/pid_file.hpp"
#include "shim/lifecycle/supervisor_socket.hpp"
#include "tests/shim/support/temp_dir.hpp"
#include "tests/shim/support/wait_until.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;
using test::TempDir;
using test::wait_until;

/// A process that is called tripline-rt, as a core is.
class NamedCore {
 public:
  explicit NamedCore(const std::filesystem::path& dir) {
    std::filesystem::create_symlink("/bin/sleep", dir / "tripline-rt");
    auto child = ChildProcess::spawn({{(dir / "tripline-rt").string(), "100"}, Capabilities::kDrop, {}});
    if (child) child_.emplace(std::move(*child));
  }
  pid_t pid() const { return child_ ? child_->pid() : 0; }
  void end() { child_.reset(); }

 private:
  std::optional<ChildProcess> child_;
};

/// A control that remembers what it was asked, and answers when the test lets it.
class SlowControl final : public CoreControl {
 public:
  explicit SlowControl(std::optional<UnitState> state) : state_(std::move(state)) {}
  std::string_view name() const noexcept override { return "supervisor"; }
  std::optional<UnitState> state() override { return state_; }
  Result<Outcome> ask(Verb /*verb*/, MonoTime /*until*/) override {
    asked.set_value();
    may_end.get_future().wait();
    return Outcome::kDone;
  }

  std::promise<void> asked;
  std::promise<void> may_end;

 private:
  std::optional<UnitState> state_;
};

struct CoreWatchTest : testing::Test {
  void leave_lock(pid_t pid) const {
    std::ofstream(run_dir.core_lock()) << fmt::format("pid {}, rig main, profile demo, since 2026-11-21T09:30:00Z",
                                                      pid);
  }

  TempDir dir;
  RunDir run_dir{dir.path()};
};

TEST_F(CoreWatchTest, NamesTheHolderThatSomebodyElseStartedAndRefuses) {
  NamedCore core(dir.path());
  leave_lock(core.pid());
  CoreWatch watch(run_dir, std::make_unique<SlowControl>(std::nullopt));
  ASSERT_TRUE(watch.process().other);
  EXPECT_EQ(watch.process().other->pid, core.pid());
  const auto refused = watch.ask(Verb::kStop);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ExitCode::kInUse);
  EXPECT_NE(refused.error().message.find(fmt::format("pid {}, rig main", core.pid())), std::string::npos);
  core.end();
  EXPECT_TRUE(wait_until([&] { return !watch.process().other; })) << "seen without being asked";
  EXPECT_EQ(watch.refusal(), "");
}

TEST_F(CoreWatchTest, TakesItsOwnCoreForItsOwn) {
  const NamedCore core(dir.path());
  leave_lock(core.pid());
  const UnitState own{UnitPhase::kRunning, core.pid(), {}, {}, {}, {}, {}};
  const CoreWatch watch(run_dir, std::make_unique<SlowControl>(own));
  EXPECT_FALSE(watch.process().other);
}

TEST_F(CoreWatchTest, TakesALeftoverLockForNobodys) {
  for (const pid_t pid : {::getpid(), 999'999'999, 0, -1}) {
    leave_lock(pid);
    EXPECT_FALSE(find_core_holder(run_dir)) << pid;
  }
  std::ofstream(run_dir.core_lock()) << "pid";
  EXPECT_FALSE(find_core_holder(run_dir));
}

TEST_F(CoreWatchTest, TakesOneRequestAtATime) {
  auto owned = std::make_unique<SlowControl>(std::nullopt);
  auto* control = owned.get();
  CoreWatch watch(run_dir, std::move(owned));
  auto first = std::async(std::launch::async, [&] { return watch.ask(Verb::kStart).has_value(); });
  control->asked.get_future().wait();
  const auto second = watch.ask(Verb::kStop);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ExitCode::kInUse);
  control->may_end.set_value();
  EXPECT_TRUE(first.get());
}

TEST_F(CoreWatchTest, SeesAChangeAndWhenItCame) {
  const CoreWatch watch(run_dir, std::make_unique<NoControl>(run_dir));
  const auto first = watch.process().since;
  EXPECT_FALSE(watch.process().unit);
  ASSERT_TRUE(write_unit_state(dir.path(), "core", {UnitPhase::kFailed, 0, {}, {}, 9, "killed", {}}));
  ASSERT_TRUE(wait_until([&] { return watch.process().unit.has_value(); }));
  EXPECT_GT(watch.process().since, first);
  EXPECT_EQ(watch.process().unit->reason, "killed");
}

TEST(NoControl, SaysThatNobodyCanBeAsked) {
  const TempDir dir;
  NoControl control(RunDir{dir.path()});
  EXPECT_EQ(control.ask(Verb::kStart, MonoClock::now()).error().code, ExitCode::kUnavailable);
}

TEST(ChooseControl, TakesTheSupervisorWhereItIsAndSystemdWhereItRuns) {
  const TempDir dir;
  const RunDir run_dir{dir.path()};
  EXPECT_EQ(choose_control("main", run_dir)->name(), "none");
  EXPECT_EQ(choose_control("no-such-rig", {"/run/tripline/no-such-rig"})->name(),
            ::sd_booted() > 0 ? "systemd" : "none");
  const auto socket = SupervisorSocket::create(dir.path());
  ASSERT_TRUE(socket);
  EXPECT_EQ(choose_control("main", run_dir)->name(), "supervisor");
}

TEST(PidFile, TellsALivingProcessFromALeftover) {
  const TempDir dir;
  NamedCore core(dir.path());
  {
    const auto file = PidFile::write(dir.path(), "core", core.pid());
    ASSERT_TRUE(file);
    EXPECT_EQ(PidFile::living(dir.path(), "core", "/usr/bin/tripline-rt"), core.pid());
    EXPECT_FALSE(PidFile::living(dir.path(), "core", "/usr/bin/another")) << "another program got the pid";
    core.end();
    EXPECT_FALSE(PidFile::living(dir.path(), "core", "/usr/bin/tripline-rt"));
  }
  EXPECT_FALSE(std::filesystem::exists(PidFile::path_of(dir.path(), "core")));
  EXPECT_EQ(PidFile::write("/nonexistent", "core", 1).error().code, ExitCode::kCannotCreate);
}

}  // namespace
}  // namespace tripline
