// Silence, counters and checksums of messages.
#include "rt/core/can/message_watch.hpp"

#include <gtest/gtest.h>

#include <array>
#include <initializer_list>

#include "rt/core/can/dbc_parser.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

constexpr MonoTime kStart{1000s};
const char kDbc[] =
    "BO_ 1 Brake: 3 X\n SG_ Sum : 0|8@1+ (1,0) [0|1] \"\" X\n SG_ Alive : 8|4@1+ (1,0) [0|1] \"\" X\n"
    "BO_ 2 Lamp: 1 X\n SG_ On : 0|8@1+ (1,0) [0|1] \"\" X\n"
    "BA_ \"GenMsgCycleTime\" BO_ 1 10;\n";
enum Message : std::uint32_t { kBrake, kLamp };

MessageRuleText brake_rule() {
  MessageRuleText rule;
  rule.message = "Brake";
  rule.counter = "Alive";
  rule.checksum = "Sum";
  rule.checksum_kind = ChecksumKind::kXor8;
  return rule;
}

class MessageWatchTest : public testing::Test {
 protected:
  void watch(std::vector<MessageRuleText> texts, const std::string& bus = "can0") {
    rules_ = compile_rules(texts, plan_, bus).value();
    watch_.emplace(plan_, rules_, 5.0);
  }
  bool brake(std::uint8_t alive, MonoTime time, bool good_sum = true) {
    CanFrame frame;
    frame.id = 1;
    frame.time = time;
    frame.length = 3;
    frame.data[1] = alive;
    frame.data[2] = 0x55;
    frame.data[0] = static_cast<std::uint8_t>((alive ^ 0x55) + (good_sum ? 0 : 1));
    return watch_->on_frame(kBrake, frame);
  }
  std::vector<MessageFault> faults(MonoTime now) {
    std::array<MessageFault, 8> room;
    const auto count = watch_->faults(now, room);
    return {room.begin(), room.begin() + static_cast<std::ptrdiff_t>(count)};
  }

  const DbcFile file_ = parse_dbc(kDbc, "watch.dbc");
  const DecodePlan plan_ = DecodePlan::compile({&file_, 1}).value();
  std::vector<MessageRule> rules_;
  std::optional<MessageWatch> watch_;
};

TEST_F(MessageWatchTest, BelievesACounterThatCountsUpAndWraps) {
  watch({brake_rule()});
  for (std::uint8_t i = 0; i < 40; ++i) EXPECT_TRUE(brake(i & 15U, kStart + i * 10ms)) << int{i};
  EXPECT_TRUE(faults(kStart + 390ms).empty());
}

TEST_F(MessageWatchTest, DisbelievesACounterThatStandsStill) {
  watch({brake_rule()});
  EXPECT_TRUE(brake(3, kStart));
  EXPECT_FALSE(brake(3, kStart + 10ms));
  EXPECT_FALSE(brake(3, kStart + 20ms));
  EXPECT_EQ(watch_->counts().counter, 2U);
  EXPECT_EQ(watch_->state(kBrake, kStart + 20ms), MessageState::kCounter);
  EXPECT_TRUE(brake(4, kStart + 30ms));
}

TEST_F(MessageWatchTest, DisbelievesTheOneFrameBehindAJumpAndGoesOnFromThere) {
  watch({brake_rule()});
  EXPECT_TRUE(brake(1, kStart));
  EXPECT_FALSE(brake(4, kStart + 10ms));
  EXPECT_TRUE(brake(5, kStart + 20ms));
}

TEST_F(MessageWatchTest, AllowsTheStepsThatTheRuleAllows) {
  auto rule = brake_rule();
  rule.counter_step_max = 3;
  watch({rule});
  EXPECT_TRUE(brake(1, kStart));
  EXPECT_TRUE(brake(4, kStart + 10ms));
  EXPECT_FALSE(brake(8, kStart + 20ms));
}

TEST_F(MessageWatchTest, DisbelievesAWrongChecksumAndNotTheCounterBehindIt) {
  watch({brake_rule()});
  EXPECT_TRUE(brake(1, kStart));
  EXPECT_FALSE(brake(2, kStart + 10ms, false));
  EXPECT_EQ(watch_->state(kBrake, kStart + 10ms), MessageState::kChecksum);
  EXPECT_EQ(watch_->counts().checksum, 1U);
  EXPECT_FALSE(brake(3, kStart + 20ms)) << "one good frame was lost to the wrong one";
  EXPECT_TRUE(brake(4, kStart + 30ms));
}

TEST_F(MessageWatchTest, ShowsASingleWrongFrameForASecond) {
  watch({brake_rule()});
  brake(1, kStart);
  brake(1, kStart + 10ms);
  for (std::uint8_t i = 2; i < 120; ++i) brake(i & 15U, kStart + i * 10ms);
  const auto shown = faults(kStart + 1s);
  ASSERT_EQ(shown.size(), 1U);
  EXPECT_EQ(shown[0].message, kBrake);
  EXPECT_EQ(shown[0].state, MessageState::kCounter);
  EXPECT_EQ(shown[0].since, kStart + 10ms);
  EXPECT_TRUE(faults(kStart + 1011ms).empty());
}

TEST_F(MessageWatchTest, DisbelievesAFrameThatIsTooShortForItsRule) {
  watch({brake_rule()});
  CanFrame frame;
  frame.id = 1;
  frame.time = kStart;
  frame.length = 1;
  EXPECT_FALSE(watch_->on_frame(kBrake, frame));
}

TEST_F(MessageWatchTest, NoticesSilenceByTheCycleTimeOnce) {
  watch({});
  EXPECT_TRUE(brake(1, kStart));
  watch_->step(kStart + 50ms);
  EXPECT_TRUE(faults(kStart + 50ms).empty());
  watch_->step(kStart + 51ms);
  watch_->step(kStart + 60ms);
  EXPECT_EQ(watch_->counts().timeout, 1U);
  ASSERT_EQ(faults(kStart + 60ms).size(), 1U);
  EXPECT_EQ(faults(kStart + 60ms)[0].state, MessageState::kTimeout);
  EXPECT_EQ(faults(kStart + 60ms)[0].since, kStart + 50ms);
  EXPECT_TRUE(brake(9, kStart + 70ms)) << "who was away may count from anywhere";
  EXPECT_TRUE(faults(kStart + 70ms).empty());
  watch_->step(kStart + 121ms);
  EXPECT_EQ(watch_->counts().timeout, 2U);
}

TEST_F(MessageWatchTest, TakesCycleTimeAndFactorOfTheRule) {
  auto rule = brake_rule();
  rule.cycle = 100ms;
  rule.timeout_cycles = 2;
  watch({rule});
  EXPECT_EQ(watch_->timeout(kBrake), 200ms);
  EXPECT_EQ(watch_->timeout(kLamp), 0ms);
}

TEST_F(MessageWatchTest, SupervisesNoSilenceWithoutACycleTime) {
  watch({});
  CanFrame frame;
  frame.id = 2;
  frame.time = kStart;
  EXPECT_TRUE(watch_->on_frame(kLamp, frame));
  watch_->step(kStart + 1h);
  EXPECT_TRUE(faults(kStart + 1h).empty());
}

TEST_F(MessageWatchTest, TellsWhatNeverCameOnlyWhereTheRuleNamesTheBus) {
  auto rule = brake_rule();
  watch({rule});
  watch_->step(kStart);
  watch_->step(kStart + 1h);
  EXPECT_TRUE(faults(kStart + 1h).empty());
  rule.bus = "can0";
  watch({rule});
  watch_->step(kStart);
  EXPECT_TRUE(faults(kStart + 2s).empty());
  ASSERT_EQ(faults(kStart + 2001ms).size(), 1U);
  EXPECT_EQ(faults(kStart + 2001ms)[0].state, MessageState::kNever);
}

TEST_F(MessageWatchTest, KnowsOfNoFaultAfterTheBusWasDead) {
  watch({brake_rule()});
  brake(1, kStart);
  brake(1, kStart + 10ms);
  watch_->step(kStart + 1s);
  watch_->clear();
  EXPECT_EQ(watch_->seen(), 0U);
  watch_->step(kStart + 2s);
  EXPECT_TRUE(faults(kStart + 2s).empty());
  EXPECT_TRUE(brake(7, kStart + 3s)) << "any counter is a beginning";
}

TEST_F(MessageWatchTest, ListsTheLongestFaultsWhereRoomIsShort) {
  auto lamp = MessageRuleText{};
  lamp.message = "Lamp";
  lamp.cycle = 10ms;
  watch({lamp});
  brake(1, kStart);
  CanFrame frame;
  frame.id = 2;
  frame.time = kStart - 20ms;
  watch_->on_frame(kLamp, frame);
  watch_->step(kStart + 1s);
  std::array<MessageFault, 1> room;
  EXPECT_EQ(watch_->faults(kStart + 1s, room), 2U);
  EXPECT_EQ(room[0].message, kLamp);
}

}  // namespace
}  // namespace tripline
