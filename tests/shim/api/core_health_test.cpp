#include "shim/api/core_health.hpp"

#include <gtest/gtest.h>

#include "rt/base/limits.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

constexpr MonoTime kNow{100s};
constexpr auto kLate = limits::kHeartbeatLate + 1ms;

Heartbeat heartbeat(nanoseconds age, std::string stopping = {}) { return {kNow - age, std::move(stopping)}; }

UnitState unit(UnitPhase phase, std::string reason = {}) { return {phase, 4711, "", {}, {}, std::move(reason)}; }

TEST(CoreHealth, IsAliveWithAFreshHeartbeatWhateverTheStateFileSays) {
  const auto health = judge_core(heartbeat(200ms), unit(UnitPhase::kFailed, "of an earlier start"), kNow);
  EXPECT_TRUE(health.alive);
  EXPECT_EQ(health.state, "RUNNING");
  EXPECT_EQ(health.why, "");
  EXPECT_EQ(health.heartbeat_age, 200ms);
}

TEST(CoreHealth, SaysThatNoSupervisorStartedIt) {
  const auto health = judge_core(std::nullopt, std::nullopt, kNow);
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
  killed.signal = 9;
  EXPECT_EQ(judge_core(heartbeat(kLate), killed, kNow).why, "ended by signal 9");
  auto refused = unit(UnitPhase::kStopped);
  refused.exit_code = 78;
  EXPECT_EQ(judge_core(heartbeat(kLate), refused, kNow).why, "ended with exit code 78");
  EXPECT_EQ(judge_core(heartbeat(kLate), refused, kNow).state, "STOPPED");
}

TEST(CoreHealth, BelievesTheCoresLastWords) {
  const auto alone = judge_core(heartbeat(10ms, "SIGTERM"), std::nullopt, kNow);
  EXPECT_FALSE(alone.alive);
  EXPECT_EQ(alone.state, "STOPPED");
  EXPECT_EQ(alone.why, "the core stopped: SIGTERM; not started by a supervisor");
  EXPECT_EQ(judge_core(heartbeat(10ms, "SIGTERM"), unit(UnitPhase::kRunning), kNow).state, "STOPPED");
}

TEST(CoreHealth, SaysThatTheCoreStarts) {
  const auto health = judge_core(std::nullopt, unit(UnitPhase::kStarting), kNow);
  EXPECT_EQ(health.state, "STARTING");
  EXPECT_EQ(health.why, "no heartbeat yet; the core is starting");
}

TEST(CoreHealth, HasNoNewsWhenOnlyTheAgeChanged) {
  EXPECT_TRUE(judge_core(heartbeat(1ms), {}, kNow).same_news(judge_core(heartbeat(900ms), {}, kNow)));
  EXPECT_FALSE(judge_core(heartbeat(1ms), {}, kNow).same_news(judge_core(heartbeat(kLate), {}, kNow)));
}

TEST(CoreHealth, IsJson) {
  EXPECT_EQ(judge_core(heartbeat(200ms), {}, kNow).to_json(),
            R"({"alive":true,"state":"RUNNING","why":"","heartbeat_age_ms":200})");
  EXPECT_EQ(
      judge_core(std::nullopt, {}, kNow).to_json(),
      R"({"alive":false,"state":"STOPPED","why":"no heartbeat yet; not started by a supervisor","heartbeat_age_ms":null})");
}

}  // namespace
}  // namespace tripline
