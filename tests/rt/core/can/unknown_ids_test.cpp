// Unknown ids: counts, rates, and a bound that a flood does not break.
#include "rt/core/can/unknown_ids.hpp"

#include <gtest/gtest.h>

#include <array>

namespace tripline {
namespace {

using namespace std::chrono_literals;

constexpr MonoTime kStart{1000s};

/// Frames of one id at an even rate, and the steps that belong to them.
void run(UnknownIds& ids, std::uint32_t id, MonoTime from, nanoseconds cycle, nanoseconds time) {
  for (MonoTime now = from; now < from + time; now += cycle) {
    ids.on_frame(CanId(id, false), now);
    ids.step(now);
  }
}

std::vector<UnknownId> top(const UnknownIds& ids, MonoTime now, std::size_t room = limits::kUnknownIdsTold) {
  std::vector<UnknownId> found(room);
  found.resize(ids.top(now, found));
  return found;
}

TEST(UnknownIds, TellsTheRateOfEach) {
  UnknownIds ids;
  run(ids, 0x10, kStart, 100ms, 20s);
  const auto found = top(ids, kStart + 20s);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].id, CanId(0x10, false));
  EXPECT_EQ(found[0].count, 200U);
  EXPECT_NEAR(found[0].rate_hz, 10, 0.3);
}

TEST(UnknownIds, ForgetsAnOldRateAfterTwoWindows) {
  UnknownIds ids;
  run(ids, 0x10, kStart, 10ms, 10s);
  run(ids, 0x11, kStart + 10s, 1s, 11s);
  const auto found = top(ids, kStart + 21s);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].id, CanId(0x11, false));
  EXPECT_EQ(found[1].rate_hz, 0);
  EXPECT_EQ(found[1].count, 1000U);
}

TEST(UnknownIds, GivesASingleFrameNoRate) {
  UnknownIds ids;
  ids.on_frame(CanId(1, false), kStart);
  EXPECT_EQ(top(ids, kStart + 1ns)[0].rate_hz, 0);
}

TEST(UnknownIds, KeepsStandardAndExtendedIdsApart) {
  UnknownIds ids;
  ids.on_frame(CanId(1, false), kStart);
  ids.on_frame(CanId(1, true), kStart);
  EXPECT_EQ(ids.size(), 2U);
}

TEST(UnknownIds, NamesTheTenWithTheMostFramesInOrder) {
  UnknownIds ids;
  for (std::uint32_t id = 0; id < 30; ++id)
    for (std::uint32_t i = 0; i <= (id * 7) % 30; ++i) ids.on_frame(CanId(id, false), kStart + i * 1ms);
  const auto found = top(ids, kStart + 1s);
  ASSERT_EQ(found.size(), 10U);
  for (std::size_t i = 0; i < found.size(); ++i) EXPECT_EQ(found[i].count, 30 - i);
}

TEST(UnknownIds, CountsWhatAFloodBringsBeyondTheBound) {
  UnknownIds ids;
  for (std::uint32_t id = 0; id < limits::kCanIds + 500; ++id) ids.on_frame(CanId(id, true), kStart);
  EXPECT_EQ(ids.size(), limits::kCanIds);
  EXPECT_EQ(ids.beyond(), 500U);
}

TEST(UnknownIds, MakesRoomOfIdsThatFellSilent) {
  UnknownIds ids;
  for (std::uint32_t id = 0; id < limits::kCanIds; ++id) ids.on_frame(CanId(id, true), kStart);
  ids.on_frame(CanId(5, true), kStart + 15s);
  ids.on_frame(CanId(0x7777777, true), kStart + 15s);
  EXPECT_EQ(ids.beyond(), 1U);
  ids.step(kStart + 16s);
  EXPECT_EQ(ids.size(), 1U);
  ids.on_frame(CanId(0x7777777, true), kStart + 16s);
  EXPECT_EQ(ids.size(), 2U);
  EXPECT_EQ(top(ids, kStart + 17s).size(), 2U);
}

TEST(UnknownIds, ForgetsEverythingButTheCountWhenCleared) {
  UnknownIds ids;
  for (std::uint32_t id = 0; id < limits::kCanIds + 1; ++id) ids.on_frame(CanId(id, true), kStart);
  ids.clear();
  EXPECT_EQ(ids.size(), 0U);
  EXPECT_EQ(ids.beyond(), 1U);
  ids.on_frame(CanId(3, true), kStart);
  EXPECT_EQ(top(ids, kStart)[0].count, 1U);
}

}  // namespace
}  // namespace tripline
