// The core tries what it relies on before it is ready, and never lights a real lamp to do so.
#include "rt/app/self_test.hpp"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace tripline {
namespace {

using namespace std::chrono_literals;

class WatchedLine final : public DigitalOut {
 public:
  WatchedLine(Provenance provenance, bool works) : works_(works) {
    info_.name = "watched";
    info_.lines = {"one", "two"};
    info_.provenance = provenance;
  }
  const DigitalOutInfo& info() const noexcept override { return info_; }
  bool set(LineMask which, LineMask levels) noexcept override {
    calls.emplace_back(which, levels);
    return works_;
  }

  std::vector<std::pair<LineMask, LineMask>> calls;

 private:
  DigitalOutInfo info_;
  const bool works_;
};

TEST(SelfTest, MeasuresATimersWakeAndSaysThatItIsMeasured) {
  const SelfTest test = run_self_test(nullptr);
  EXPECT_EQ(test.wake_latency->percentiles().count, 100U);
  EXPECT_GT(test.wake_latency->percentiles().max_ns, 0U);
  EXPECT_NE(test.report.find("(measured)"), std::string::npos) << test.report;
  EXPECT_NE(test.report.find("no output"), std::string::npos) << test.report;
}

TEST(SelfTest, TogglesEveryLineOfATwinAndLeavesThemInactive) {
  WatchedLine line(Provenance::kSimulated, true);
  const SelfTest test = run_self_test(&line);
  const std::vector<std::pair<LineMask, LineMask>> expected{{3, 3}, {3, 0}};
  EXPECT_EQ(line.calls, expected);
  EXPECT_NE(test.report.find("output toggles"), std::string::npos) << test.report;
}

TEST(SelfTest, NeverTouchesARealLine) {
  WatchedLine line(Provenance::kMeasured, true);
  run_self_test(&line);
  EXPECT_TRUE(line.calls.empty());
}

TEST(SelfTest, TellsALineThatDoesNotToggle) {
  WatchedLine line(Provenance::kSimulated, false);
  const SelfTest test = run_self_test(&line);
  ASSERT_FALSE(test.faults.empty());
  EXPECT_NE(test.faults.back().message.find("output watched does not toggle"), std::string::npos);
}

TEST(SelfTest, TellsAClockThatEntersTheKernelAndWhatMendsIt) {
  EXPECT_TRUE(check_clock(40ns, "tsc"));
  const auto slow = check_clock(900ns, "hpet");
  ASSERT_FALSE(slow);
  EXPECT_NE(slow.error().message.find("900 ns (clock source hpet); "), std::string::npos) << slow.error().message;
}

}  // namespace
}  // namespace tripline
