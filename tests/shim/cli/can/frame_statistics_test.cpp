#include "shim/cli/can/frame_statistics.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "shim/cli/can/frame_bits.hpp"
#include "shim/cli/can/statistics_text.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

SourceItem item_of(std::string_view bus, std::uint32_t id, nanoseconds time, std::uint8_t length = 0) {
  SourceItem item;
  item.bus = bus;
  item.time = time;
  item.frame.id = id;
  item.frame.length = length;
  return item;
}

TEST(CycleStatistics, KnowsMeanEndsAndSpread) {
  CycleStatistics cycles;
  for (const auto cycle : {8ms, 10ms, 12ms, 10ms}) cycles.add(cycle);
  EXPECT_EQ(cycles.minimum, 8ms);
  EXPECT_EQ(cycles.maximum, 12ms);
  EXPECT_NEAR(cycles.mean_ns, 10e6, 1e-3);
  EXPECT_NEAR(cycles.jitter_ns(), 1.41421356e6, 1);
}

TEST(FrameStatistics, CountsPerIdAndBus) {
  FrameStatistics statistics(100ms);
  statistics.add(item_of("can0", 1, 1000ms, 8), "A");
  statistics.add(item_of("can0", 2, 1001ms, 4), "");
  statistics.add(item_of("can1", 1, 1002ms, 0), "A");
  statistics.add(item_of("can0", 1, 1010ms, 2), "A");
  SourceItem error = item_of("can1", 4, 2000ms, 8);
  error.frame.flags = kCanErrorFrame;
  statistics.add(error, "");
  ASSERT_EQ(statistics.ids().size(), 3U);
  const IdStatistics& first = statistics.ids()[0];
  EXPECT_EQ(first.frames, 2U);
  EXPECT_EQ(first.cycles.count, 1U);
  EXPECT_EQ(first.cycles.maximum, 10ms);
  EXPECT_EQ(first.length_least, 2);
  EXPECT_EQ(first.length_most, 8);
  ASSERT_EQ(statistics.buses().size(), 2U);
  EXPECT_EQ(statistics.buses()[0].unknown_frames, 1U);
  EXPECT_EQ(statistics.buses()[1].error_frames, 1U);
  EXPECT_EQ(statistics.duration(), 1s);
}

TEST(FrameStatistics, FindsGapsAndStepsBack) {
  FrameStatistics statistics(100ms);
  for (const auto time : {0ms, 50ms, 150ms, 140ms, 400ms, 450ms}) statistics.add(item_of("can0", 1, time), "");
  const BusStatistics& bus = statistics.buses()[0];
  EXPECT_EQ(bus.gaps, 2U);
  EXPECT_EQ(bus.longest_gap, 260ms);
  EXPECT_EQ(bus.longest_gap_at, 140ms);
  EXPECT_EQ(bus.backward_steps, 1U);
  EXPECT_EQ(statistics.ids()[0].cycles.count, 4U);
}

TEST(FrameStatistics, CountsWhatThereIsNoRoomFor) {
  FrameStatistics statistics(100ms);
  for (std::uint32_t id = 0; id < limits::kCanIds + 5; ++id) statistics.add(item_of("can0", id, 0ms), "");
  EXPECT_EQ(statistics.ids().size(), limits::kCanIds);
  EXPECT_EQ(statistics.buses()[0].further_frames, 5U);
  for (std::size_t bus = 1; bus < limits::kLogBuses; ++bus)
    EXPECT_TRUE(statistics.add(item_of("bus" + std::to_string(bus), 0, 0ms), ""));
  EXPECT_FALSE(statistics.add(item_of("one more", 0, 0ms), ""));
}

FrameStatistics example() {
  FrameStatistics statistics(100ms);
  for (int i = 0; i <= 100; ++i) statistics.add(item_of("can0", 0x44, i * 10ms, 8), "Engine");
  for (std::uint32_t id = 0x100; id < 0x10C; ++id)
    for (std::uint32_t i = 0; i < id - 0xFE; ++i) statistics.add(item_of("can0", id, 1s), "");
  return statistics;
}

TEST(StatisticsText, SaysWhatIsDerivedAndWhatIsUnknown) {
  const std::string text = statistics_text(example(), {"test.log", true, 500'000, 0});
  EXPECT_TRUE(text.starts_with("test.log: 191 frames of 13 ids in 1.000 s\n")) << text;
  EXPECT_NE(text.find("derived"), std::string::npos);
  EXPECT_NE(text.find("can0        044       101     101.0    10.000    10.000    10.000     0.000     8"),
            std::string::npos)
      << text;
  const std::size_t unknown = text.find("most frequent unknown ids:\n  can0 10B 13 frames, 13.0/s\n");
  ASSERT_NE(unknown, std::string::npos) << text;
  EXPECT_EQ(text.find("can0 101 3", unknown), std::string::npos) << "only ten";
  const std::string plain = statistics_text(example(), {"test.log", false, 0, 0});
  EXPECT_EQ(plain.find("unknown"), std::string::npos);
  EXPECT_EQ(plain.find("load"), std::string::npos);
}

TEST(StatisticsText, HasTheSameAsAnObject) {
  const auto object = nlohmann::json::parse(statistics_json(example(), {"test.log", true, 500'000, 0}));
  EXPECT_EQ(object["duration_s"], 1.0);
  EXPECT_EQ(object["buses"][0]["frames"], 191);
  EXPECT_EQ(object["buses"][0]["unknown_frames"], 90);
  EXPECT_EQ(object["unknown"].size(), 10U);
  const auto& engine = object["ids"][0];
  EXPECT_EQ(engine["id"], 0x44);
  EXPECT_EQ(engine["message"], "Engine");
  EXPECT_EQ(engine["cycle_ms"]["mean"], 10.0);
  const double bits = frame_bits(item_of("can0", 0x44, 0ms, 8).frame).nominal;
  EXPECT_NEAR(engine["load"].get<double>(), 101 * bits / 500'000, 1e-12);
}

TEST(StatisticsText, SurvivesThatThereIsNothing) {
  const FrameStatistics nothing(100ms);
  EXPECT_TRUE(statistics_text(nothing, {"empty.log", false, 500'000, 0}).starts_with("empty.log: 0 frames of 0 ids"));
  EXPECT_EQ(nlohmann::json::parse(statistics_json(nothing, {"empty.log", false, 0, 0}))["ids"].size(), 0U);
}

}  // namespace
}  // namespace tripline
