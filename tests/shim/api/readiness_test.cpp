// /readyz: what keeps a rig from its work, check by check.
#include "shim/api/readiness.hpp"

#include <gtest/gtest.h>

#include "rt/base/limits.hpp"
#include "shim/api/health_resource.hpp"
#include "shim/api/readiness_resource.hpp"
#include "tests/shim/support/api_caller.hpp"
#include "tests/shim/support/events.hpp"
#include "tests/shim/support/temp_dir.hpp"

namespace tripline {
namespace {

using test::header;
using test::json_of;
using wire::DeviceRole;
using wire::DeviceState;

struct ReadinessTest : testing::Test {
  void add(DeviceRole role, DeviceState state, const std::string& name) {
    auto device = std::make_unique<wire::DeviceT>();
    device->role = role;
    device->state = state;
    device->name = name;
    status.devices.push_back(std::move(device));
  }
  /// The check of that name.
  ReadyCheck judge(const std::string& name) {
    status.rig = "main";
    status.profile = "demo";
    status.version = "0.1.0";
    const auto bytes = test::packed<wire::Status>(status, header(1), "TSTA");
    view.status = wire::GetStatus(bytes.data());
    const auto readiness = judge_readiness(view);
    view.status = nullptr;
    for (const auto& check : readiness.checks)
      if (check.name == name) return check;
    return {};
  }

  wire::StatusT status;
  ReadyView view{{true, "RUNNING", "", std::chrono::milliseconds(40)}, nullptr, std::nullopt, "/state", 1ULL << 40};
};

TEST_F(ReadinessTest, IsReadyWhenAllIsWell) {
  add(DeviceRole::camera, DeviceState::ok, "sim");
  add(DeviceRole::can, DeviceState::ok, "can0");
  for (const auto* name : {"core", "camera", "can", "log", "disk"}) EXPECT_TRUE(judge(name).ok) << name;
  EXPECT_EQ(judge("core").detail, "heartbeat 40 ms ago");
}

TEST_F(ReadinessTest, BelievesNothingOfASilentCore) {
  add(DeviceRole::camera, DeviceState::ok, "sim");
  view.core = {false, "FAILED", "killed by signal 9", {}};
  EXPECT_EQ(judge("core").detail, "killed by signal 9");
  EXPECT_FALSE(judge("camera").ok);
  EXPECT_EQ(judge("can").detail, "not known while the core is not alive");
}

TEST_F(ReadinessTest, NamesTheDeviceThatDoesNotWork) {
  add(DeviceRole::camera, DeviceState::stalled, "imx296");
  add(DeviceRole::can, DeviceState::ok, "can0");
  add(DeviceRole::can, DeviceState::lost, "can1");
  EXPECT_FALSE(judge("camera").ok);
  EXPECT_EQ(judge("camera").detail, "imx296 is stalled");
  EXPECT_FALSE(judge("can").ok);
  EXPECT_EQ(judge("can").detail, "can0 is ok, can1 is lost");
}

TEST_F(ReadinessTest, NeedsACameraButNoBus) {
  EXPECT_FALSE(judge("camera").ok);
  EXPECT_TRUE(judge("can").ok);
}

TEST_F(ReadinessTest, LooksAfterTheRecorderWhereThereIsASupervisor) {
  view.recorder = UnitState{UnitPhase::kFailed, 0, "", {}, 9, "killed by signal 9", {}};
  EXPECT_FALSE(judge("log").ok);
  EXPECT_EQ(judge("log").detail, "recorder FAILED: killed by signal 9");
  view.recorder = UnitState{UnitPhase::kRunning, 1, "", {}, {}, "", {}};
  EXPECT_TRUE(judge("log").ok);
}

TEST_F(ReadinessTest, WantsRoomOnTheDisk) {
  view.free_bytes = limits::kDiskWarning - 1;
  EXPECT_FALSE(judge("disk").ok);
  EXPECT_EQ(judge("disk").detail, "255 MiB free in /state, 256 are wanted");
  view.free_bytes = std::nullopt;
  EXPECT_EQ(judge("disk").detail, "/state is not there");
  EXPECT_FALSE(free_bytes("/no/such/directory"));
  EXPECT_GT(free_bytes("/"), 0U);
}

TEST_F(ReadinessTest, AnswersBothProbesWithoutARole) {
  const test::TempDir dir;
  const CoreView core{RunDir{dir.path()}};
  const RigUnits units("main", {dir.path()}, false);
  const test::ApiCaller api{
      {health_routes(), readiness_routes({"main", {dir.path()}, dir.path(), "", ""}, core, units)}};
  for (const auto* method : {"GET", "HEAD"}) {
    EXPECT_EQ(api.api().handle({method, "/healthz", {}, {}, {}, Role::kNone}).status, 200);
    const auto refused = api.api().handle({method, "/readyz", {}, {}, {}, Role::kNone});
    EXPECT_EQ(refused.status, 503);
    EXPECT_EQ(json_of(refused)["ready"], false);
    EXPECT_EQ(json_of(refused)["reasons"][0], "core: no heartbeat yet; not started by a supervisor");
  }
}

}  // namespace
}  // namespace tripline
