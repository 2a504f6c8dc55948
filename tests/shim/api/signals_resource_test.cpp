// Signals over the API: newest values, windows, and what becomes of too many points.
#include "shim/api/signals_resource.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "rt/base/limits.hpp"
#include "schemas/can_signals_generated.h"
#include "shim/api/min_max.hpp"
#include "tests/shim/support/api_caller.hpp"
#include "tests/shim/support/events.hpp"
#include "tests/shim/support/temp_dir.hpp"

namespace tripline {
namespace {

using nlohmann::json;
using test::header;
using test::json_of;

constexpr std::uint64_t kMillisecond = 1'000'000;
constexpr std::uint64_t kSecond = 1'000 * kMillisecond;

struct SignalsResourceTest : testing::Test {
  void tell_catalog() {
    signals.see(test::event("catalog", header(1, run_id), test::catalog_bytes(header(1, run_id), {"rpm", "speed"})));
  }
  void tell(wire::CanSignalsT batch) {
    batch.catalog_revision = 1;
    const wire::Header head(++sequence, now_ns, run_id);
    signals.see(test::event("can_signals", head, test::packed<wire::CanSignals>(batch, head, "TCSG")));
  }
  void tell_value(std::uint32_t signal, std::uint64_t mono_ns, double value) {
    wire::CanSignalsT batch;
    batch.signal = {signal};
    batch.mono_ns = {mono_ns};
    batch.value = {value};
    tell(std::move(batch));
  }
  void tell_stale(std::uint32_t signal) {
    wire::CanSignalsT batch;
    batch.stale = {signal};
    tell(std::move(batch));
  }
  void tell_ramp(std::size_t points, std::uint64_t every_ns) {
    wire::CanSignalsT batch;
    for (std::size_t i = 1; i <= points; ++i) {
      batch.signal.push_back(0);
      batch.mono_ns.push_back(i * every_ns);
      batch.value.push_back(static_cast<double>(i));
    }
    tell(std::move(batch));
  }
  void bring_core_alive() {
    core.see(test::event("status", header(1), test::status_bytes(header(1))), MonoClock::now());
  }
  json window(const std::string& query) const { return json_of(api.get("/api/v1/signals/rpm" + query)); }

  test::TempDir dir;
  CoreView core{RunDir{dir.path()}};
  SignalHistory signals;
  test::ApiCaller api{{signals_routes(signals, core)}};
  std::uint64_t sequence = 0;
  std::uint64_t now_ns = 100 * kSecond;
  std::uint64_t run_id = test::kRunId;
};

TEST_F(SignalsResourceTest, SaysThatNoCoreHasToldYet) {
  EXPECT_EQ(api.get("/api/v1/signals").status, 503);
  EXPECT_EQ(api.get("/api/v1/signals/rpm").status, 503);
}

TEST_F(SignalsResourceTest, ListsWhatEachSignalIsNow) {
  bring_core_alive();
  tell_catalog();
  tell_value(0, 5 * kSecond, 800);
  const auto list = json_of(api.get("/api/v1/signals"))["signals"];
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(list[0]["unit"], "rpm");
  EXPECT_EQ(list[0]["newest"], json::parse(R"({"value":800.0,"mono_ns":5000000000,"stale":false})"));
  EXPECT_EQ(list[1]["newest"], json::parse(R"({"value":null,"mono_ns":null,"stale":true})")) << "never zero";
}

TEST_F(SignalsResourceTest, MarksASilentSignalAndKeepsItsLastValue) {
  bring_core_alive();
  tell_catalog();
  tell_value(0, 5 * kSecond, 800);
  now_ns = 6 * kSecond;
  tell_stale(0);
  const auto document = window("?from=0");
  EXPECT_EQ(document["newest"]["value"], 800);
  EXPECT_EQ(document["newest"]["stale"], true);
  EXPECT_EQ(document["stale_ns"], json({6 * kSecond}));
}

TEST_F(SignalsResourceTest, CallsNothingFreshWhenTheCoreIsSilent) {
  tell_catalog();
  tell_value(0, 5 * kSecond, 800);
  EXPECT_EQ(window("")["newest"]["stale"], true);
}

TEST_F(SignalsResourceTest, GivesTheLastMinuteUnlessAskedOtherwise) {
  tell_catalog();
  tell_ramp(100, kSecond);
  const auto minute = window("");
  EXPECT_EQ(minute["points"].size(), 61U);
  EXPECT_EQ(minute["columns"], json({"mono_ns", "value"}));
  EXPECT_EQ(minute["points"][0], json::array({40 * kSecond, 40.0}));
  EXPECT_EQ(minute["complete"], true);
  EXPECT_EQ(window("?seconds=10")["points"].size(), 11U);
  EXPECT_EQ(window("?from=2000000000&to=4000000000")["points"].size(), 3U);
}

TEST_F(SignalsResourceTest, RefusesTooManyPointsWithAdvice) {
  tell_catalog();
  tell_ramp(limits::kSignalPoints + 1, kMillisecond);
  const auto response = api.get("/api/v1/signals/rpm");
  EXPECT_EQ(response.status, 413);
  EXPECT_NE(json_of(response)["remedy"].get<std::string>().find("decimate=1000"), std::string::npos);
  EXPECT_EQ(api.get("/api/v1/signals/rpm?seconds=9").status, 200);
}

TEST_F(SignalsResourceTest, DecimatesToLowestAndHighest) {
  tell_catalog();
  tell_ramp(20'000, kMillisecond);
  const auto document = window("?from=1&to=20000000000&decimate=100");
  EXPECT_EQ(document["columns"], json({"from_ns", "min", "max", "count"}));
  ASSERT_EQ(document["points"].size(), 100U);
  EXPECT_EQ(document["points"][0][1], 1);
  EXPECT_EQ(document["points"][99][2], 20'000);
  std::uint64_t all = 0;
  for (const auto& bucket : document["points"]) all += bucket[3].get<std::uint64_t>();
  EXPECT_EQ(all, 20'000U) << "every point is in one of them";
}

TEST_F(SignalsResourceTest, RefusesAWindowThatMakesNoSense) {
  tell_catalog();
  for (const auto* query :
       {"?seconds=0", "?seconds=901", "?decimate=5001", "?from=5&to=4", "?from=1&seconds=3", "?x=1"})
    EXPECT_EQ(api.get("/api/v1/signals/rpm" + std::string(query)).status, 400) << query;
  EXPECT_EQ(api.get("/api/v1/signals/nonsense").status, 404);
}

TEST_F(SignalsResourceTest, ShowsNoNumberThatJsonDoesNotHave) {
  tell_catalog();
  tell_value(0, kSecond, NAN);
  EXPECT_EQ(window("")["points"], json::array({json::array({kSecond, nullptr})}));
}

TEST_F(SignalsResourceTest, SortsWhatTwoBusesBringCrosswise) {
  tell_catalog();
  tell_value(0, 9 * kSecond, 9);
  tell_value(0, 8 * kSecond, 8);
  EXPECT_EQ(window("")["points"][0][1], 8);
}

TEST_F(SignalsResourceTest, KeepsABoundedNumberOfValuesAndSaysHowFarBackItReaches) {
  tell_catalog();
  tell_ramp(limits::kSignalSamples + SignalChunk::kMost + 1, 10'000);
  const auto document = window("?from=0&decimate=10");
  EXPECT_EQ(document["complete"], false);
  EXPECT_GT(document["reaches_back_to_ns"], 0);
  std::uint64_t all = 0;
  for (const auto& bucket : document["points"]) all += bucket[3].get<std::uint64_t>();
  EXPECT_LE(all, limits::kSignalSamples);
}

TEST_F(SignalsResourceTest, ForgetsEverythingWithAnotherRunOrCatalogue) {
  tell_catalog();
  tell_value(0, kSecond, 1);
  tell_catalog();
  EXPECT_EQ(window("")["newest"]["value"], nullptr);
  ++run_id;
  tell_value(0, kSecond, 1);
  EXPECT_EQ(api.get("/api/v1/signals").status, 503) << "its catalogue is not known yet";
}

TEST_F(SignalsResourceTest, PassesOverWhatIsNotInTheCatalogue) {
  tell_catalog();
  tell_value(77, kSecond, 1);
  tell_stale(77);
  EXPECT_EQ(window("")["points"].size(), 0U);
}

TEST(MinMax, LeavesOutStretchesWithoutAPoint) {
  const std::vector<SignalPoint> points{{10, 1}, {11, NAN}, {95, -3}, {99, 4}};
  const auto buckets = min_max(points, 10, 99, 9);
  ASSERT_EQ(buckets.size(), 2U);
  EXPECT_EQ(buckets[0].max, 1);
  EXPECT_EQ(buckets[0].count, 2U);
  EXPECT_EQ(buckets[1].min, -3);
  EXPECT_EQ(buckets[1].max, 4);
}

}  // namespace
}  // namespace tripline
