#include "shim/api/core_health.hpp"

#include <gtest/gtest.h>

#include "rt/base/limits.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

constexpr MonoTime kNow{100s};
constexpr auto kLate = limits::kHeartbeatLate + 1ms;

Heartbeat heartbeat(nanoseconds age, std::string stopping = {}) { return {kNow - age, std::move(stopping)}; }

CoreProcess unit(UnitPhase phase, std::string reason = {}) {
  return {UnitState{phase, 4711, "", {}, {}, std::move(reason), {}}, {}, {}};
}

// As it was first seen at this time.
CoreProcess seen(MonoTime since, CoreProcess process) {
  process.since = since;
  return process;
}

const CoreProcess kNoProcess;

TEST(CoreHealth, IsAliveWithAFreshHeartbeatWhateverTheStateFileSays) {
  const auto health = judge_core(heartbeat(200ms), unit(UnitPhase::kFailed, "of an earlier start"), kNow);
  EXPECT_TRUE(health.alive);
  EXPECT_EQ(health.state, "RUNNING");
  EXPECT_EQ(health.why, "");
  EXPECT_EQ(health.heartbeat_age, 200ms);
}

TEST(CoreHealth, SaysThatNoSupervisorStartedIt) {
  const auto health = judge_core(std::nullopt, kNoProcess, kNow);
  EXPECT_FALSE(health.alive);
  EXPECT_EQ(health.state, "STOPPED");
  EXPECT_EQ(health.why, "no heartbeat yet; not started by a supervisor");
  EXPECT_FALSE(health.heartbeat_age);
}

TEST(CoreHealth, TellsASilentProcessFromADeadOne) {
  const auto silent = judge_core(heartbeat(kLate), unit(UnitPhase::kRunning), kNow);
  EXPECT_EQ(silent.state, "FAILED");
  EXPECT_EQ(silent.why, "no heartbeat for more than 1500 ms; process 4711 runs");
  const auto dead = judge_core(heartbeat(kLate), unit(UnitPhase::kFailed, "process 4711 is gone"), kNow);
  EXPECT_EQ(dead.state, "FAILED");
  EXPECT_EQ(dead.why, "process 4711 is gone");
}

TEST(CoreHealth, NamesTheSignalOrTheExitCodeWhenThereIsNoReason) {
  auto killed = unit(UnitPhase::kFailed);
  killed.unit->signal = 9;
  EXPECT_EQ(judge_core(heartbeat(kLate), killed, kNow).why, "ended by signal 9");
  auto refused = unit(UnitPhase::kStopped);
  refused.unit->exit_code = 78;
  EXPECT_EQ(judge_core(heartbeat(kLate), refused, kNow).why, "ended with exit code 78");
  EXPECT_EQ(judge_core(heartbeat(kLate), refused, kNow).state, "STOPPED");
}

TEST(CoreHealth, BelievesTheCoresLastWords) {
  const auto alone = judge_core(heartbeat(10ms, "SIGTERM"), kNoProcess, kNow);
  EXPECT_FALSE(alone.alive);
  EXPECT_EQ(alone.state, "STOPPED");
  EXPECT_EQ(alone.why, "the core stopped: SIGTERM; not started by a supervisor");
  EXPECT_EQ(judge_core(heartbeat(10ms, "SIGTERM"), unit(UnitPhase::kRunning), kNow).state, "STOPPING");
}

TEST(CoreHealth, BelievesTheEndOfTheProcessThatWasSeenAfterTheHeartbeat) {
  const auto killed = seen(kNow - 100ms, unit(UnitPhase::kFailed, "killed by signal 9"));
  EXPECT_EQ(judge_core(heartbeat(200ms), killed, kNow).why, "killed by signal 9");
  EXPECT_TRUE(judge_core(heartbeat(50ms), killed, kNow).alive) << "a later heartbeat is another start's";
  EXPECT_EQ(judge_core(heartbeat(200ms), seen(kNow - 100ms, unit(UnitPhase::kStopping)), kNow).state, "STOPPING");
}

TEST(CoreHealth, SeesThatACoreStartedByHandIsGone) {
  const auto gone = judge_core(heartbeat(200ms), seen(kNow - 100ms, kNoProcess), kNow);
  EXPECT_EQ(gone.state, "STOPPED");
  EXPECT_EQ(gone.why, "the core's process is gone; not started by a supervisor");
}

TEST(CoreHealth, GivesAProcessThatWasJustStartedTimeToSpeak) {
  const auto fresh = seen(kNow - 100ms, unit(UnitPhase::kRunning));
  EXPECT_EQ(judge_core(std::nullopt, fresh, kNow).state, "STARTING");
  EXPECT_EQ(judge_core(heartbeat(5s, "SIGTERM"), fresh, kNow).state, "STARTING") << "the last words of the run before";
  EXPECT_EQ(judge_core(std::nullopt, fresh, kNow + limits::kStartCheck).state, "FAILED");
}

TEST(CoreHealth, NamesWhoElseStartedTheCore) {
  const CoreProcess other{UnitState{}, CoreHolder{42, "pid 42, rig main"}, kNow - 500ms};
  const auto alive = judge_core(heartbeat(200ms), other, kNow);
  EXPECT_EQ(alive.state, "RUNNING");
  EXPECT_EQ(alive.why, "started by somebody else: pid 42, rig main");
  EXPECT_EQ(judge_core(heartbeat(5s), other, kNow).why, "process 42 runs and has said nothing yet");
  EXPECT_EQ(judge_core(heartbeat(kLate), seen(kNow - 9s, other), kNow).state, "FAILED");
}

TEST(CoreHealth, SaysThatTheCoreStarts) {
  const auto health = judge_core(std::nullopt, unit(UnitPhase::kStarting), kNow);
  EXPECT_EQ(health.state, "STARTING");
  EXPECT_EQ(health.why, "no heartbeat yet; the core is starting");
}

TEST(CoreHealth, HasNoNewsWhenOnlyTheAgeChanged) {
  EXPECT_TRUE(judge_core(heartbeat(1ms), kNoProcess, kNow).same_news(judge_core(heartbeat(900ms), kNoProcess, kNow)));
  EXPECT_FALSE(judge_core(heartbeat(1ms), kNoProcess, kNow).same_news(judge_core(heartbeat(kLate), kNoProcess, kNow)));
}

TEST(CoreHealth, IsJson) {
  EXPECT_EQ(judge_core(heartbeat(200ms), kNoProcess, kNow).to_json(),
            R"({"alive":true,"state":"RUNNING","why":"","heartbeat_age_ms":200})");
  EXPECT_EQ(
      judge_core(std::nullopt, kNoProcess, kNow).to_json(),
      R"({"alive":false,"state":"STOPPED","why":"no heartbeat yet; not started by a supervisor","heartbeat_age_ms":null})");
}

}  // namespace
}  // namespace tripline
