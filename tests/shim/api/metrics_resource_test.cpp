// /metrics: what Prometheus' own checker accepts without a word.
#include "shim/api/metrics_resource.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>

#include "schemas/status_generated.h"
#include "tests/shim/support/api_caller.hpp"
#include "tests/shim/support/events.hpp"
#include "tests/shim/support/temp_dir.hpp"

namespace tripline {
namespace {

using test::header;

template <typename Table>
Table& add(std::vector<std::unique_ptr<Table>>& list, const std::string& name) {
  list.push_back(std::make_unique<Table>());
  list.back()->name = name;
  return *list.back();
}

wire::StatusT full_status() {
  wire::StatusT status;
  status.rig = "main";
  status.profile = "demo";
  status.version = "0.1.0";
  status.state = wire::TriggerState::armed;
  add(status.devices, "sim").state = wire::DeviceState::ok;
  add(status.threads, "tl-camera").turns = 571;
  add(status.counters, "frames").value = 571;
  add(status.drops, "can_frames").value = 2;
  auto& bus = add(status.can_buses, "can0");
  for (std::uint32_t id = 0; id < 10; ++id) {
    bus.unknown.push_back(std::make_unique<wire::CanUnknownIdT>());
    bus.unknown.back()->id = 0x700 + id;
  }
  auto& latency = add(status.latencies, "trigger");
  latency.count = 12;
  latency.sum_ns = 9'870;
  latency.at_most = {7, 12};
  status.latency_bounds_ns = {500, 20'000};
  return status;
}

struct MetricsTest : testing::Test {
  void tell(wire::StatusT status) {
    core.see(test::event("status", header(1), test::packed<wire::Status>(status, header(1), "TSTA")), MonoClock::now());
  }
  std::string metrics() const { return api.get("/metrics").body; }
  bool has(const std::string& line) const { return ("\n" + metrics()).find("\n" + line + "\n") != std::string::npos; }
  /// What promtool says of it; "" when it accepts all of it.
  std::string checked() const {
    std::ofstream(dir.path() / "metrics") << metrics();
    const auto command = "promtool check metrics < " + (dir.path() / "metrics").string() + " 2>&1";
    auto* tool = ::popen(command.c_str(), "r");
    std::string words;
    for (int c = std::fgetc(tool); c != EOF; c = std::fgetc(tool)) words += static_cast<char>(c);
    return ::pclose(tool) == 0 ? words : words + "(promtool failed)";
  }

  test::TempDir dir;
  CoreView core{RunDir{dir.path()}};
  PageCounts pages;
  test::ApiCaller api{{metrics_routes(this_process("tripline-web", "main"), core, pages)}};
};

TEST_F(MetricsTest, PassPrometheusChecker) {
  EXPECT_EQ(checked(), "") << "without a core";
  tell(full_status());
  EXPECT_EQ(checked(), "");
}

TEST_F(MetricsTest, TellTheTriggersLatencyInBuckets) {
  tell(full_status());
  EXPECT_TRUE(has(R"(tripline_latency_seconds_bucket{path="trigger",le="5e-07"} 7)")) << metrics();
  EXPECT_TRUE(has(R"(tripline_latency_seconds_bucket{path="trigger",le="2e-05"} 12)"));
  EXPECT_TRUE(has(R"(tripline_latency_seconds_bucket{path="trigger",le="+Inf"} 12)"));
  EXPECT_TRUE(has(R"(tripline_latency_seconds_count{path="trigger"} 12)"));
}

TEST_F(MetricsTest, CountWhatTheCoreCounts) {
  tell(full_status());
  EXPECT_TRUE(has(R"(tripline_core_up 1)")) << metrics();
  EXPECT_TRUE(has(R"(tripline_events_total{name="frames"} 571)"));
  EXPECT_TRUE(has(R"(tripline_drops_total{name="can_frames"} 2)"));
  EXPECT_TRUE(has(R"(tripline_trigger_state{state="armed"} 1)"));
  EXPECT_TRUE(has(R"(tripline_trigger_state{state="disarmed"} 0)"));
}

TEST_F(MetricsTest, HaveNoLabelForAnId) {
  tell(full_status());
  EXPECT_EQ(metrics().find("1792"), std::string::npos);
  EXPECT_EQ(metrics().find("0x700"), std::string::npos);
}

TEST_F(MetricsTest, LeaveOutWhatASilentCoreSaid) {
  auto status = full_status();
  status.stopping = "SIGTERM";
  tell(std::move(status));
  EXPECT_TRUE(has("tripline_core_up 0"));
  EXPECT_EQ(metrics().find("tripline_events_total"), std::string::npos);
  EXPECT_NE(metrics().find("tripline_web_uptime_seconds"), std::string::npos);
}

TEST_F(MetricsTest, AreNamedByTheirTextFormat) {
  EXPECT_EQ(api.get("/metrics").content_type, "text/plain; version=0.0.4; charset=utf-8");
}

}  // namespace
}  // namespace tripline
