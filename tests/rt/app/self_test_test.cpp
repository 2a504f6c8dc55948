// The core tries what it relies on before it is ready, and never lights a real lamp to do so.
#include "rt/app/self_test.hpp"

#include <gtest/gtest.h>

#include <atomic>

namespace tripline {
namespace {

using namespace std::chrono_literals;

/// Counts what is asked of it.
class WatchedPlayer final : public PatternPlayer {
 public:
  WatchedPlayer(Provenance provenance, bool works) : works_(works) {
    info_.name = "watched";
    info_.lines = {"lamp"};
    info_.provenance = provenance;
  }
  const DigitalOutInfo& info() const noexcept override { return info_; }
  bool begin(const StrobePlan&, Playback&) noexcept override {
    ++begun;
    return works_;
  }
  void finish(const StrobePlan&, Playback&, const std::atomic<bool>&) noexcept override { ++finished; }
  bool rest() noexcept override {
    ++rested;
    return works_;
  }

  int begun = 0, finished = 0, rested = 0;

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

TEST(SelfTest, LightsATwinOnceAndPutsItToRest) {
  WatchedPlayer strobe(Provenance::kSimulated, true);
  const SelfTest test = run_self_test(&strobe);
  EXPECT_EQ(strobe.begun, 1);
  EXPECT_EQ(strobe.finished, 1);
  EXPECT_EQ(strobe.rested, 1);
  EXPECT_NE(test.report.find("output toggles"), std::string::npos) << test.report;
}

TEST(SelfTest, NeverTouchesARealLine) {
  WatchedPlayer strobe(Provenance::kMeasured, true);
  run_self_test(&strobe);
  EXPECT_EQ(strobe.begun + strobe.finished + strobe.rested, 0);
}

TEST(SelfTest, TellsALineThatDoesNotToggle) {
  WatchedPlayer strobe(Provenance::kSimulated, false);
  const SelfTest test = run_self_test(&strobe);
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
