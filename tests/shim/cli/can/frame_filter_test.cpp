#include "shim/cli/can/frame_filter.hpp"

#include <gtest/gtest.h>

#include "shim/cli/can/bus_names.hpp"

namespace tripline {
namespace {

CanFrame frame_of(std::uint32_t id, std::uint8_t flags = 0) {
  CanFrame frame;
  frame.id = id;
  frame.flags = flags;
  return frame;
}

TEST(CanIdText, IsExtendedWhereItIsLongOrLarge) {
  EXPECT_EQ(*parse_can_id("123"), CanId(0x123));
  EXPECT_EQ(*parse_can_id("0x7ff"), CanId(0x7FF));
  EXPECT_EQ(*parse_can_id("800"), CanId(0x800, true));
  EXPECT_EQ(*parse_can_id("00000123"), CanId(0x123, true));
  for (const char* text : {"", "0x", "12G", "20000000", "123456789", "-1"}) EXPECT_FALSE(parse_can_id(text)) << text;
}

TEST(FrameFilter, LetsEverythingThroughUnlessToldOtherwise) {
  const auto filter = FrameFilter::create({}).value();
  EXPECT_TRUE(filter.passes("can0", frame_of(1)));
  EXPECT_TRUE(filter.passes("can0", frame_of(1, kCanErrorFrame)));
}

TEST(FrameFilter, TellsIdsAndBuses) {
  const auto filter = FrameFilter::create({{"123", "00000123"}, {"can0", "can1"}}).value();
  EXPECT_TRUE(filter.passes("can0", frame_of(0x123)));
  EXPECT_TRUE(filter.passes("can1", frame_of(0x123, kCanExtended)));
  EXPECT_TRUE(filter.passes("can1", frame_of(0x123, kCanRemote)));
  EXPECT_FALSE(filter.passes("can2", frame_of(0x123)));
  EXPECT_FALSE(filter.passes("can0", frame_of(0x124)));
  EXPECT_FALSE(filter.passes("can0", frame_of(0x123, kCanErrorFrame)));
}

TEST(BusNames, NumbersBusesAsTheyCome) {
  BusNames names;
  EXPECT_EQ(names.number_of("b"), 0U);
  EXPECT_EQ(names.number_of("a"), 1U);
  EXPECT_EQ(names.number_of("b"), 0U);
  EXPECT_EQ(names.name(1), "a");
  for (std::size_t i = 2; i < limits::kLogBuses; ++i) EXPECT_EQ(names.number_of(std::to_string(i)), i);
  EXPECT_EQ(names.number_of("one more"), std::nullopt);
  EXPECT_EQ(names.number_of("a"), 1U);
}

}  // namespace
}  // namespace tripline
