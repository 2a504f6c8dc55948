// What every DigitalIn must do, twin or real, seen through the port and at the pin. A device's test instantiates it:
//   INSTANTIATE_TEST_SUITE_P(SimInput, DigitalInConformance, testing::Values(DigitalInUnderTest{"sim", make_bench}),
//                            digital_in_name);
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "rt/port/digital_in.hpp"

namespace tripline {

/// A line on the test bench: it can be opened, and somebody pulls at the pin.
class DigitalInBench {
 public:
  virtual ~DigitalInBench() = default;
  virtual Result<std::unique_ptr<DigitalIn>> open(EdgeChoice edges) = 0;
  /// Brings the line to its active level, or away from it.
  virtual void pull(bool active) = 0;
};

struct DigitalInUnderTest {
  std::string name;  ///< letters and digits
  std::function<std::unique_ptr<DigitalInBench>()> make_bench;
};

inline std::string digital_in_name(const testing::TestParamInfo<DigitalInUnderTest>& info) { return info.param.name; }

/// Skips, with the device's own words, where the device is not there.
class DigitalInConformance : public testing::TestWithParam<DigitalInUnderTest> {
 protected:
  void open(EdgeChoice edges) {
    bench_ = GetParam().make_bench();
    auto opened = bench_->open(edges);
    if (!opened && opened.error().code == ExitCode::kNoDevice) GTEST_SKIP() << opened.error().message;
    ASSERT_TRUE(opened) << opened.error().message;
    line_ = std::move(*opened);
  }

  /// Reads until `count` edges are there, or 20 s are over.
  std::vector<InputEdge> collect(std::size_t count) {
    std::vector<InputEdge> all;
    std::array<InputEdge, 3> bite;
    const MonoTime give_up = MonoClock::now() + std::chrono::seconds(20);
    while (all.size() < count && MonoClock::now() < give_up) {
      const InputRead read = line_->read(bite, std::chrono::milliseconds(100));
      EXPECT_EQ(read.status, InputReadStatus::kOk);
      EXPECT_EQ(read.dropped, 0U);
      all.insert(all.end(), bite.begin(), bite.begin() + static_cast<std::ptrdiff_t>(read.count));
    }
    EXPECT_EQ(all.size(), count);
    return all;
  }

  std::unique_ptr<DigitalInBench> bench_;
  std::unique_ptr<DigitalIn> line_;
};
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(DigitalInConformance);

#define TRIPLINE_OPEN_OR_SKIP(edges) \
  open(edges);                       \
  if (IsSkipped() || HasFatalFailure()) return

TEST_P(DigitalInConformance, SaysWhatItIs) {
  TRIPLINE_OPEN_OR_SKIP(EdgeChoice::kRising);
  EXPECT_FALSE(line_->info().name.empty());
  EXPECT_FALSE(line_->info().detail.empty());
}

TEST_P(DigitalInConformance, TellsEachEdgeInOrderWithItsTime) {
  TRIPLINE_OPEN_OR_SKIP(EdgeChoice::kBoth);
  const MonoTime before = MonoClock::now();
  MonoTime last = before;
  for (const bool active : {true, false, true, false, true}) {
    bench_->pull(active);  // one by one: a kernel may take two that come at once for one
    const auto edges = collect(1);
    ASSERT_EQ(edges.size(), 1U);
    EXPECT_EQ(edges[0].slope, active ? Slope::kRising : Slope::kFalling);
    EXPECT_GE(edges[0].time, last);
    EXPECT_LE(edges[0].time, MonoClock::now());
    last = edges[0].time;
  }
}

TEST_P(DigitalInConformance, TellsOnlyTheEdgesItWasAskedFor) {
  TRIPLINE_OPEN_OR_SKIP(EdgeChoice::kFalling);
  for (int i = 0; i < 2; ++i) {
    bench_->pull(true);
    bench_->pull(false);
    for (const InputEdge& edge : collect(1)) EXPECT_EQ(edge.slope, Slope::kFalling);
  }
}

TEST_P(DigitalInConformance, TellsNothingOfALineThatIsStill) {
  TRIPLINE_OPEN_OR_SKIP(EdgeChoice::kBoth);
  std::array<InputEdge, 4> edges;
  EXPECT_EQ(line_->read(edges, std::chrono::milliseconds(1)).count, 0U);
  EXPECT_EQ(line_->read(edges, nanoseconds(0)).count, 0U);
}

TEST_P(DigitalInConformance, ReturnsFromAnEmptySpan) {
  TRIPLINE_OPEN_OR_SKIP(EdgeChoice::kBoth);
  bench_->pull(true);
  EXPECT_EQ(line_->read({}, std::chrono::milliseconds(1)).count, 0U);
  EXPECT_EQ(collect(1).size(), 1U) << "it is still there";
}

TEST_P(DigitalInConformance, StaysInterruptedFromTheFirstInterruptOn) {
  TRIPLINE_OPEN_OR_SKIP(EdgeChoice::kBoth);
  line_->interrupt();
  std::array<InputEdge, 4> edges;
  // Each of these would wait for hours, and the test would run into its time-out.
  for (int i = 0; i < 3; ++i) EXPECT_EQ(line_->read(edges, std::chrono::hours(5)).count, 0U);
}

TEST_P(DigitalInConformance, WakesAReaderOnAnotherThread) {
  TRIPLINE_OPEN_OR_SKIP(EdgeChoice::kBoth);
  std::atomic<bool> reading{false};  // the reader sets it, the test waits for it
  std::thread reader([&] {
    std::array<InputEdge, 4> edges;
    reading.store(true);
    reading.notify_one();
    EXPECT_EQ(line_->read(edges, std::chrono::hours(5)).count, 0U);
  });
  reading.wait(false);
  line_->interrupt();
  reader.join();  // or the test runs into its time-out
}

TEST_P(DigitalInConformance, OpensAgainAfterItWasLetGo) {
  TRIPLINE_OPEN_OR_SKIP(EdgeChoice::kRising);
  line_.reset();
  auto again = bench_->open(EdgeChoice::kRising);
  ASSERT_TRUE(again) << again.error().message;
  line_ = std::move(*again);
  bench_->pull(true);
  EXPECT_EQ(collect(1).size(), 1U);
}

}  // namespace tripline
