// Buses and ids over the API.
#include "shim/api/can_resource.hpp"

#include <gtest/gtest.h>

#include "rt/base/limits.hpp"
#include "schemas/status_generated.h"
#include "tests/shim/support/api_caller.hpp"
#include "tests/shim/support/events.hpp"
#include "tests/shim/support/temp_dir.hpp"

namespace tripline {
namespace {

using nlohmann::json;
using test::header;
using test::json_of;

struct CanResourceTest : testing::Test {
  void tell_status() {
    auto bus = std::make_unique<wire::CanBusHealthT>();
    bus->name = "can0";
    bus->unknown_ids = 12;
    bus->unknown.push_back(std::make_unique<wire::CanUnknownIdT>());
    bus->unknown.back()->id = 0x7ff;
    wire::StatusT status;
    status.rig = "main";
    status.profile = "demo";
    status.version = "0.1.0";
    status.can_buses.push_back(std::move(bus));
    core.see(test::event("status", header(1), test::packed<wire::Status>(status, header(1), "TSTA")), MonoClock::now());
  }
  void tell_frame(std::uint32_t id, std::uint64_t mono_ns) {
    const auto head = header(++sequence);
    ids.see(test::event("can_raw", head, test::can_raw_bytes(head, id, mono_ns)));
  }

  test::TempDir dir;
  CoreView core{RunDir{dir.path()}};
  CanIdWatch ids;
  WaitingRoom room;
  test::ApiCaller api{{can_routes(core, ids, room)}};
  std::uint64_t sequence = 0;
};

TEST_F(CanResourceTest, TellsNothingOldAsIfItWereNew) {
  for (const auto* path : {"/api/v1/can/buses", "/api/v1/can/ids", "/api/v1/can/unknown"})
    EXPECT_EQ(api.get(path).status, 503) << path;
}

TEST_F(CanResourceTest, TellsHowBusesAre) {
  tell_status();
  const auto bus = json_of(api.get("/api/v1/can/buses"))["buses"][0];
  EXPECT_EQ(bus["name"], "can0");
  EXPECT_EQ(bus["controller"], "unknown");
  const auto unknown = json_of(api.get("/api/v1/can/unknown"))["buses"][0];
  EXPECT_EQ(unknown["ids"], 12);
  EXPECT_EQ(unknown["busiest"][0]["id"], 0x7ff);
  EXPECT_EQ(api.get("/api/v1/can/buses?all=1").status, 400);
}

TEST_F(CanResourceTest, CountsIdsOnceSomebodyAsks) {
  tell_status();
  core.see(test::event("catalog", header(1), test::catalog_bytes(header(1), {"rpm"})), MonoClock::now());
  EXPECT_FALSE(ids.wanted(MonoClock::now()));
  tell_frame(0x123, 1);
  EXPECT_EQ(json_of(api.get("/api/v1/can/ids?wait=0"))["ids"].size(), 0U) << "nobody had asked yet";
  EXPECT_TRUE(ids.wanted(MonoClock::now()));
  tell_frame(0x123, 1'000'000'000);
  tell_frame(0x123, 1'500'000'000);
  tell_frame(0x400, 2);
  const auto seen = json_of(api.get("/api/v1/can/ids?wait=0"))["ids"];
  ASSERT_EQ(seen.size(), 2U);
  EXPECT_EQ(seen[0], json::parse(R"({"bus":"can0","id":291,"extended":false,"message":"Engine","count":2,
                                     "rate_hz":2.0,"last_mono_ns":1500000000,"data":"ab01"})"));
  EXPECT_EQ(seen[1]["message"], nullptr) << "no DBC names it";
}

TEST_F(CanResourceTest, StopsCountingWhenNobodyHasAskedForLong) {
  tell_status();
  api.get("/api/v1/can/ids?wait=0");
  tell_frame(0x123, 1);
  EXPECT_FALSE(ids.wanted(MonoClock::now() + limits::kCanWatch));
  tell_frame(0x123, 2);
  EXPECT_EQ(ids.ask(std::chrono::milliseconds(0)).ids.size(), 0U);
}

TEST_F(CanResourceTest, KeepsABoundedNumberOfIds) {
  ids.ask(std::chrono::milliseconds(0));
  for (std::uint32_t id = 0; id < limits::kCanIds + 3; ++id) tell_frame(id, id);
  const auto counts = ids.ask(std::chrono::milliseconds(0));
  EXPECT_EQ(counts.ids.size(), limits::kCanIds);
  EXPECT_EQ(counts.beyond, 3U);
}

TEST_F(CanResourceTest, WakesWhoWaitsWhenTheProcessEnds) {
  ids.close();
  EXPECT_EQ(ids.ask(std::chrono::hours(1)).ids.size(), 0U);
}

}  // namespace
}  // namespace tripline
