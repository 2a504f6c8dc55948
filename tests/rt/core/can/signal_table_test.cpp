// Newest values, counters and silence.
#include "rt/core/can/signal_table.hpp"

#include <gtest/gtest.h>

#include <array>

#include "rt/core/can/dbc_parser.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

constexpr MonoTime kStart{1000s};
const char kDbc[] =
    "BO_ 1 Fast: 3 X\n SG_ Speed : 0|8@1+ (1,0) [0|1] \"\" X\n SG_ Mode M : 8|8@1+ (1,0) [0|1] \"\" X\n"
    " SG_ Rare m1 : 16|8@1+ (1,0) [0|1] \"\" X\nBO_ 2 Loose: 1 X\n SG_ Any : 0|8@1+ (1,0) [0|1] \"\" X\n"
    "BA_ \"GenMsgCycleTime\" BO_ 1 10;\n";
enum Signal : std::uint32_t { kSpeed, kMode, kRare, kAny };

class SignalTableTest : public testing::Test {
 protected:
  void frame(std::uint32_t id, MonoTime time, std::uint8_t flags = 0) {
    CanFrame frame;
    frame.time = time;
    frame.id = id;
    frame.flags = flags;
    frame.length = 3;
    frame.data = {42, 1, 7};
    table_.on_frame(frame);
  }
  std::vector<std::uint32_t> stale_at(MonoTime now) {
    std::array<std::uint32_t, 8> stale;
    return {stale.begin(), stale.begin() + static_cast<std::ptrdiff_t>(table_.step(now, stale))};
  }

  const DbcFile file_ = parse_dbc(kDbc, "table.dbc");
  const DecodePlan plan_ = DecodePlan::compile({&file_, 1}).value();
  SignalTable table_{plan_, {.stale_cycles = 5, .default_timeout = 2s}};
};

using Indices = std::vector<std::uint32_t>;

TEST_F(SignalTableTest, HoldsTheNewestValueWithItsTime) {
  EXPECT_FALSE(table_.state(kSpeed).has_value);
  frame(1, kStart);
  EXPECT_TRUE(table_.state(kSpeed).has_value);
  EXPECT_EQ(table_.state(kSpeed).value, 42);
  EXPECT_EQ(table_.state(kSpeed).time, kStart);
  EXPECT_FALSE(table_.state(kAny).has_value);
}

TEST_F(SignalTableTest, CountsKnownUnknownAndErrors) {
  frame(1, kStart);
  frame(2, kStart);
  frame(3, kStart);
  frame(1, kStart, kCanErrorFrame);
  frame(1, kStart, kCanRemote);
  EXPECT_EQ(table_.counters().in, 5U);
  EXPECT_EQ(table_.counters().decoded, 2U);
  EXPECT_EQ(table_.counters().unknown, 2U);
  EXPECT_EQ(table_.counters().errors, 1U);
}

TEST_F(SignalTableTest, MarksSilenceOnceByTheCycleTime) {
  frame(1, kStart);
  EXPECT_TRUE(stale_at(kStart + 50ms).empty());
  EXPECT_EQ(stale_at(kStart + 51ms), (Indices{kSpeed, kMode}));
  EXPECT_TRUE(stale_at(kStart + 52ms).empty());
  EXPECT_TRUE(table_.state(kSpeed).is_stale);
  frame(1, kStart + 60ms);
  EXPECT_FALSE(table_.state(kSpeed).is_stale);
  EXPECT_EQ(stale_at(kStart + 111ms), (Indices{kSpeed, kMode}));
}

TEST_F(SignalTableTest, GivesMultiplexedAndUndeclaredSignalsTheDefaultTimeout) {
  frame(1, kStart);
  frame(2, kStart);
  EXPECT_EQ(table_.timeout(kRare), 2s);
  EXPECT_EQ(stale_at(kStart + 2s), (Indices{kSpeed, kMode}));
  EXPECT_EQ(stale_at(kStart + 2s + 1ns), (Indices{kRare, kAny}));
}

TEST_F(SignalTableTest, NeverMarksWhatNeverCame) { EXPECT_TRUE(stale_at(kStart + 1h).empty()); }

TEST_F(SignalTableTest, GoesOnWhereTheListOfStaleSignalsWasFull) {
  frame(1, kStart);
  std::array<std::uint32_t, 1> one;
  EXPECT_EQ(table_.step(kStart + 1s, one), 1U);
  EXPECT_EQ(one[0], kSpeed);
  EXPECT_EQ(table_.step(kStart + 1s, one), 1U);
  EXPECT_EQ(one[0], kMode);
  EXPECT_EQ(table_.step(kStart + 1s, one), 0U);
}

TEST_F(SignalTableTest, ForgetsValuesButNotCountersWhenCleared) {
  frame(1, kStart);
  table_.clear();
  EXPECT_FALSE(table_.state(kSpeed).has_value);
  EXPECT_TRUE(stale_at(kStart + 1h).empty());
  EXPECT_EQ(table_.counters().in, 1U);
}

}  // namespace
}  // namespace tripline
