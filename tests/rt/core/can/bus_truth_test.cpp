// A dead bus, an invalid message and an unknown id are three things.
#include "rt/core/can/bus_truth.hpp"

#include <gtest/gtest.h>

#include "rt/core/can/dbc_parser.hpp"
#include "rt/port/can_error.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

constexpr MonoTime kStart{1000s};
const char kDbc[] =
    "BO_ 1 Brake: 2 X\n SG_ Alive : 0|4@1+ (1,0) [0|1] \"\" X\n SG_ Force : 8|8@1+ (1,0) [0|1] \"\" X\n"
    "BA_ \"GenMsgCycleTime\" BO_ 1 10;\n";
constexpr std::uint32_t kForce = 1;

class BusTruthTest : public testing::Test {
 protected:
  BusTruthTest() {
    MessageRuleText rule;
    rule.message = "Brake";
    rule.counter = "Alive";
    truth_.emplace(plan_, SignalTableOptions{5, 2s, compile_rules(std::vector{rule}, plan_, "can0").value()});
  }
  DecodedFrame frame(std::uint32_t id, std::uint8_t alive, MonoTime time, std::uint8_t flags = 0) {
    CanFrame frame;
    frame.id = id;
    frame.time = time;
    frame.flags = flags;
    frame.length = 2;
    frame.data = {alive, 42};
    return truth_->on_frame(frame);
  }
  std::vector<std::uint32_t> stale_at(MonoTime now) {
    std::vector<std::uint32_t> stale(8);
    stale.resize(truth_->step(now, stale));
    return stale;
  }
  BusReport report(MonoTime now) {
    BusReport report;
    truth_->report(now, report);
    return report;
  }

  const DbcFile file_ = parse_dbc(kDbc, "truth.dbc");
  const DecodePlan plan_ = DecodePlan::compile({&file_, 1}).value();
  std::optional<BusTruth> truth_;
};

TEST_F(BusTruthTest, GivesNoValuesOfAnInvalidMessageAndMarksItsSignalsOnce) {
  EXPECT_EQ(frame(1, 1, kStart).count, 2U);
  EXPECT_TRUE(stale_at(kStart).empty());
  const auto wrong = frame(1, 1, kStart + 10ms);
  EXPECT_TRUE(wrong.known());
  EXPECT_EQ(wrong.count, 0U);
  EXPECT_TRUE(truth_->signals().state(kForce).is_stale);
  EXPECT_EQ(stale_at(kStart + 10ms).size(), 2U);
  frame(1, 1, kStart + 20ms);
  EXPECT_TRUE(stale_at(kStart + 20ms).empty());
  EXPECT_EQ(report(kStart + 20ms).invalid_count, 1U);
  EXPECT_EQ(report(kStart + 20ms).unknown_ids, 0U);
}

TEST_F(BusTruthTest, IsFreshAgainWithTheNextGoodFrame) {
  frame(1, 1, kStart);
  frame(1, 1, kStart + 10ms);
  EXPECT_EQ(frame(1, 2, kStart + 20ms).count, 2U);
  EXPECT_TRUE(stale_at(kStart + 20ms).empty()) << "within one batch nothing was ever told";
  EXPECT_FALSE(truth_->signals().state(kForce).is_stale);
}

TEST_F(BusTruthTest, MarksSilenceAfterAWrongFrameToo) {
  frame(1, 1, kStart);
  EXPECT_EQ(stale_at(kStart + 51ms).size(), 2U);
  frame(1, 7, kStart + 60ms);
  EXPECT_EQ(stale_at(kStart + 111ms).size(), 2U);
  EXPECT_EQ(report(kStart + 111ms).invalid[0].state, MessageState::kTimeout);
}

TEST_F(BusTruthTest, CountsUnknownIdsButNeitherRemoteNorErrorFrames) {
  frame(0x700, 0, kStart);
  frame(0x701, 0, kStart, kCanRemote);
  frame(can_error::kBusOff, 0, kStart, kCanErrorFrame);
  const auto said = report(kStart);
  EXPECT_EQ(said.unknown_ids, 1U);
  EXPECT_EQ(said.unknown_told, 1U);
  EXPECT_EQ(said.unknown[0].id, CanId(0x700, false));
  EXPECT_EQ(said.controller, CanController::kBusOff);
  EXPECT_EQ(said.invalid_count, 0U);
}

TEST_F(BusTruthTest, KnowsNothingOfADeadBus) {
  frame(1, 1, kStart);
  frame(1, 1, kStart + 10ms);
  frame(0x700, 0, kStart);
  frame(can_error::kBusOff, 0, kStart, kCanErrorFrame);
  truth_->clear();
  const auto said = report(kStart + 20ms);
  EXPECT_EQ(said.messages_seen, 0U);
  EXPECT_EQ(said.invalid_count, 0U);
  EXPECT_EQ(said.unknown_ids, 0U);
  EXPECT_EQ(said.controller, CanController::kUnknown);
  EXPECT_FALSE(truth_->signals().state(kForce).has_value);
}

}  // namespace
}  // namespace tripline
