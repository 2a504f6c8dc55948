// What every pattern player must do, whether a thread makes its edges or a hardware clock: the edges at the line are
// the plan's, in order; nothing stays lit.
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>

#include "hw/sim/sim_bits.hpp"
#include "hw/sim/sim_strobe.hpp"
#include "rt/core/strobe/strobe_pattern.hpp"
#include "rt/loops/bit_player.hpp"
#include "rt/loops/edge_player.hpp"
#include "tests/rt/core/strobe/edges_of_bits.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

StrobePlan plan_of(const StrobePattern& pattern) {
  auto plan = make_strobe_plan(pattern, {});
  RT_CHECK(plan.has_value());
  return *plan;
}

/// A player, and somebody who looks at its line.
class PlayerBench {
 public:
  virtual ~PlayerBench() = default;
  virtual std::unique_ptr<PatternPlayer> open(const StrobePlan& plan) = 0;
  /// The levels of the one line, one entry a change, of what was played since open().
  virtual std::vector<bool> levels() = 0;
};

class EdgeBench final : public PlayerBench {
 public:
  std::unique_ptr<PatternPlayer> open(const StrobePlan&) override {
    auto lines = SimStrobe::create({});
    edges_ = (*lines)->edges();
    return std::make_unique<EdgePlayer>(std::move(*lines));
  }
  std::vector<bool> levels() override {
    std::vector<bool> levels;
    for (const auto& edge : edges_->latest()) levels.push_back(edge.levels != 0);
    return levels;
  }

 private:
  std::shared_ptr<const EdgeLog> edges_;
};

class BitBench final : public PlayerBench {
 public:
  std::unique_ptr<PatternPlayer> open(const StrobePlan& plan) override {
    auto bits = SimBits::create({});
    written_ = bits->written();
    return std::make_unique<BitPlayer>(std::move(bits), plan);
  }
  std::vector<bool> levels() override {
    std::vector<bool> levels;
    for (std::size_t i = 0; i < edges_of_bits(*written_).size(); ++i) levels.push_back(i % 2 == 0);
    return levels;
  }

 private:
  std::shared_ptr<const std::vector<std::uint8_t>> written_;
};

struct PlayerUnderTest {
  std::string name;
  std::function<std::unique_ptr<PlayerBench>()> make_bench;
  nanoseconds early;  ///< an edge may be told to be made this long before its plan
};

class PatternPlayerConformance : public testing::TestWithParam<PlayerUnderTest> {
 protected:
  void open(const StrobePlan& plan) {
    plan_ = plan;
    bench_ = GetParam().make_bench();
    player_ = bench_->open(plan);
  }
  void play() {
    ASSERT_TRUE(player_->begin(plan_, played_));
    player_->finish(plan_, played_, halt_);
  }

  StrobePlan plan_;
  std::unique_ptr<PlayerBench> bench_;
  std::unique_ptr<PatternPlayer> player_;
  Playback played_;
  std::atomic<bool> halt_{false};
};

TEST_P(PatternPlayerConformance, MakesEveryEdgeOfThePlanInOrder) {
  open(plan_of({{20, 300, 17}, {500, 700}}));
  play();
  EXPECT_EQ(bench_->levels(), (std::vector<bool>{true, false, true, false, true, false}));
  ASSERT_EQ(played_.made, plan_.edge_count);
  for (std::size_t i = 0; i < played_.made; ++i)
    EXPECT_GE(played_.done[i], played_.zero + plan_.edges[i].at - GetParam().early) << i;
  EXPECT_FALSE(played_.device_failed);
  EXPECT_FALSE(played_.cut_short);
}

TEST_P(PatternPlayerConformance, PlaysAgainAndAnotherPlan) {
  open(plan_of({{20, 20}, {200}}));
  play();
  plan_ = plan_of({{30}, {}});
  plan_.revision = 1;
  play();
  EXPECT_EQ(played_.made, 2U);
  EXPECT_EQ(bench_->levels().size(), 6U);
}

TEST_P(PatternPlayerConformance, LeavesTheLineInactiveWhenHalted) {
  open(plan_of({{20, 20}, {900'000}}));
  halt_ = true;
  play();
  EXPECT_TRUE(played_.cut_short);
  EXPECT_LT(played_.made, plan_.edge_count);
  EXPECT_EQ(bench_->levels().size() % 2, 0U) << "every rising edge has its falling one";
}

TEST_P(PatternPlayerConformance, IsInactiveAtRest) {
  open(plan_of({{20}, {}}));
  EXPECT_TRUE(player_->rest());
  EXPECT_TRUE(bench_->levels().empty());
}

INSTANTIATE_TEST_SUITE_P(PatternPlayers, PatternPlayerConformance,
                         testing::Values(PlayerUnderTest{"edges", [] { return std::make_unique<EdgeBench>(); },
                                                         EdgePlayer::kLongestLead},
                                         PlayerUnderTest{"bits", [] { return std::make_unique<BitBench>(); }, 500ns}),
                         [](const testing::TestParamInfo<PlayerUnderTest>& player) { return player.param.name; });

/// Refuses the n-th call, and can make a call last.
class StubbornLine final : public DigitalOut {
 public:
  const DigitalOutInfo& info() const noexcept override { return info_; }
  bool set(LineMask which, LineMask levels) noexcept RT_NONBLOCKING override {
    if (levels == 0 && slow_) {
      const auto end = MonoClock::now() + 2ms;
      while (MonoClock::now() < end) {
      }
    }
    if (refuses_ && (levels & which) != 0 && ++risen_ == refuses_) return false;
    active_ = (active_ & ~which) | (levels & which);
    return true;
  }
  DigitalOutInfo info_{"stubborn", "a line of this test", {"lamp"}, Provenance::kSimulated};
  int refuses_ = 0;
  int risen_ = 0;
  bool slow_ = false;
  LineMask active_ = 0;
};

TEST(EdgePlayer, EndsThePatternWhenALampStayedOnLongerThanItBears) {
  auto line = std::make_unique<StubbornLine>();
  StubbornLine& raw = *line;
  EdgePlayer player(std::move(line));
  raw.slow_ = true;
  const auto plan = make_strobe_plan({{20, 20, 20}, {5'000, 5'000}}, {1ms, 0, 0ns, false});
  ASSERT_TRUE(plan);
  Playback played;
  const std::atomic<bool> halt{false};
  ASSERT_TRUE(player.begin(*plan, played));
  player.finish(*plan, played, halt);
  EXPECT_TRUE(played.cut_short);
  EXPECT_EQ(played.made, 2U);
  EXPECT_EQ(raw.active_, 0U);
}

TEST(EdgePlayer, PutsTheLinesToRestWhenOneRefuses) {
  auto line = std::make_unique<StubbornLine>();
  StubbornLine& raw = *line;
  raw.refuses_ = 2;
  EdgePlayer player(std::move(line));
  const StrobePlan plan = plan_of({{20, 20, 20}, {500, 500}});
  Playback played;
  const std::atomic<bool> halt{false};
  ASSERT_TRUE(player.begin(plan, played));
  player.finish(plan, played, halt);
  EXPECT_TRUE(played.device_failed);
  EXPECT_LT(played.made, plan.edge_count);
  EXPECT_EQ(raw.active_, 0U);
}

TEST(EdgePlayer, LightsNothingWhenTheFirstEdgeIsRefused) {
  auto line = std::make_unique<StubbornLine>();
  StubbornLine& raw = *line;
  raw.refuses_ = 1;
  EdgePlayer player(std::move(line));
  Playback played;
  EXPECT_FALSE(player.begin(plan_of({{20}, {}}), played));
  EXPECT_EQ(raw.active_, 0U);
}

}  // namespace
}  // namespace tripline
