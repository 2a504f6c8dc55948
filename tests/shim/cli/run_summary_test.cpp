#include "shim/cli/run_summary.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/shim/support/temp_dir.hpp"

namespace tripline {
namespace {

using test::TempDir;

std::unique_ptr<wire::CounterT> counter(std::string name, std::uint64_t value) {
  auto made = std::make_unique<wire::CounterT>();
  made->name = std::move(name);
  made->value = value;
  return made;
}

TEST(RunSummary, CountsWhatTheNewestStatusCounts) {
  wire::StatusT status;
  status.header = std::make_unique<wire::Header>(1, 2, 3);
  status.realtime = true;
  status.counters.push_back(counter("frames", 100));
  status.counters.push_back(counter("shots", 3));
  status.counters.push_back(counter("can_in", 50));
  status.counters.push_back(counter("can_decoded", 40));
  status.counters.push_back(counter("can_unknown", 10));
  status.drops.push_back(counter("shot_ring", 0));
  auto latency = std::make_unique<wire::LatencyT>();
  latency->name = "trigger";
  latency->p50_ns = 1500;
  latency->p99_ns = 2000;
  latency->max_ns = 3250;
  status.latencies.push_back(std::move(latency));
  flatbuffers::FlatBufferBuilder builder;
  wire::FinishStatusBuffer(builder, wire::Status::Pack(builder, &status));
  EXPECT_EQ(summary_from_status(wire::GetStatus(builder.GetBufferPointer())),
            R"({"frames":100,"shots":3,"can":{"in":50,"decoded":40,"unknown":10},"drops":{"shot_ring":0},)"
            R"("trigger_us":{"p50":1.5,"p99":2.0,"max":3.25},"realtime":true,"incomplete":true})");
}

TEST(RunSummary, IsAllZeroWhenTheCoreNeverSpoke) {
  EXPECT_EQ(summary_from_status(nullptr),
            R"({"frames":0,"shots":0,"can":{"in":0,"decoded":0,"unknown":0},"drops":{},)"
            R"("trigger_us":{"p50":0.0,"p99":0.0,"max":0.0},"realtime":false,"incomplete":true})");
}

TEST(RunSummary, PrefersTheCoresOwnLastWord) {
  const TempDir dir;
  EXPECT_FALSE(core_summary(dir.path()));
  std::ofstream(dir.path() / "core.summary.json") << "{\"frames\": 5,\n \"a\": 1}\n";
  EXPECT_EQ(core_summary(dir.path()), R"({"frames":5,"a":1})");
  std::ofstream(dir.path() / "core.summary.json") << "{\"frames\": ";
  EXPECT_FALSE(core_summary(dir.path())) << "half a file is no word";
}

}  // namespace
}  // namespace tripline
