// Bit times of frames: counts that are known without a computer, and a second, naive count of stuff bits.
#include "shim/cli/can/frame_bits.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace tripline {
namespace {

CanFrame frame_of(std::uint32_t id, std::uint8_t flags, std::uint8_t length, std::uint8_t fill) {
  CanFrame frame;
  frame.id = id;
  frame.flags = flags;
  frame.length = length;
  std::fill_n(frame.data.begin(), length, fill);
  return frame;
}

std::string binary(std::uint32_t value, int digits) {
  std::string text;
  for (int i = digits - 1; i >= 0; --i) text += (value >> i & 1U) != 0 ? '1' : '0';
  return text;
}

/// The checksum by long division over the text of the bits.
std::string checksum(const std::string& bits) {
  const std::string divisor = binary(0xC599, 16);
  std::string rest = bits + std::string(15, '0');
  for (std::size_t i = 0; i < bits.size(); ++i) {
    if (rest[i] == '0') continue;
    for (std::size_t k = 0; k < divisor.size(); ++k) rest[i + k] = rest[i + k] == divisor[k] ? '0' : '1';
  }
  return rest.substr(bits.size());
}

std::size_t stuffed(const std::string& bits) {
  std::string wire;
  for (const char bit : bits) {
    wire += bit;
    if (wire.size() >= 5 && wire.substr(wire.size() - 5) == std::string(5, bit)) wire += bit == '0' ? '1' : '0';
  }
  return wire.size();
}

TEST(FrameBits, AgreesWithACountOnText) {
  std::mt19937 random(4);
  for (int round = 0; round < 500 && !testing::Test::HasFailure(); ++round) {
    const bool is_extended = round % 2 == 0;
    CanFrame frame = frame_of(static_cast<std::uint32_t>(random()) & (is_extended ? 0x1FFFFFFFU : 0x7FFU),
                              is_extended ? std::uint8_t{kCanExtended} : std::uint8_t{0},
                              static_cast<std::uint8_t>(random() % 9), 0);
    for (std::size_t i = 0; i < frame.length; ++i)
      frame.data[i] = static_cast<std::uint8_t>(random() % 3 == 0 ? 0 : random());
    std::string bits = is_extended ? "0" + binary(frame.id >> 18, 11) + "11" + binary(frame.id & 0x3FFFF, 18) + "000"
                                   : "0" + binary(frame.id, 11) + "000";
    bits += binary(frame.length, 4);
    for (std::size_t i = 0; i < frame.length; ++i) bits += binary(frame.data[i], 8);
    const std::size_t expected = stuffed(bits + checksum(bits)) + 13;
    EXPECT_EQ(frame_bits(frame).nominal, expected) << "round " << round;
    EXPECT_EQ(frame_bits(frame).data, 0U);
  }
}

TEST(FrameBits, StaysBetweenTheLeastAndTheMostThatThereCanBe) {
  std::mt19937 random(5);
  for (int round = 0; round < 2'000; ++round) {
    CanFrame frame = frame_of(static_cast<std::uint32_t>(random()) & 0x7FFU, 0, 8, 0);
    for (std::uint8_t& byte : frame.data) byte = static_cast<std::uint8_t>(random());
    EXPECT_GE(frame_bits(frame).nominal, 111U);  // 44 + 64 bits and the pause
    EXPECT_LE(frame_bits(frame).nominal, 135U);  // and a stuff bit behind every four of 98
  }
}

TEST(FrameBits, GivesARemoteFrameNoData) {
  CanFrame remote = frame_of(0x555, kCanRemote, 8, 0xAA);
  EXPECT_LT(frame_bits(remote).nominal, 64U);
}

TEST(FrameBits, SplitsAnFdFrameAtItsSwitch) {
  const CanFrame one_rate = frame_of(0x555, kCanFd, 64, 0xAA);
  const CanFrame two_rates = frame_of(0x555, kCanFd | kCanBitRateSwitch, 64, 0xAA);
  EXPECT_EQ(frame_bits(one_rate).data, 0U);
  // 17 of arbitration, 13 at the end; 1 + 4 + 512 of data, 25 + 7 of checksum, and a stuff bit behind the five ones of
  // length code 15 and the first bit of 0xAA.
  EXPECT_EQ(frame_bits(two_rates).nominal, 30U);
  EXPECT_EQ(frame_bits(two_rates).data, 550U);
  EXPECT_EQ(frame_bits(one_rate).nominal, 30U + 550U);
  EXPECT_EQ(frame_bits(frame_of(0x555, kCanFd | kCanBitRateSwitch, 16, 0xAA)).data, 1U + 4 + 128 + 21 + 6);
}

TEST(FrameBits, CountsAnErrorFlagForAnErrorFrame) {
  EXPECT_EQ(frame_bits(frame_of(4, kCanErrorFrame, 8, 0)).nominal, 17U);
}

}  // namespace
}  // namespace tripline
