// Checksums against values published with their definitions.
#include "rt/core/can/checksum.hpp"

#include <gtest/gtest.h>

#include <initializer_list>

namespace tripline {
namespace {

CanFrame frame_of(std::initializer_list<std::uint8_t> bytes) {
  CanFrame frame;
  frame.flags = kCanFd;
  frame.length = static_cast<std::uint8_t>(bytes.size());
  std::copy(bytes.begin(), bytes.end(), frame.data.begin());
  return frame;
}

ChecksumRule rule_of(ChecksumKind kind) {
  ChecksumRule rule;
  rule.kind = kind;
  rule.own_byte = 63;
  rule.start = rule.final_xor = usual_start(kind);
  return rule;
}

// AUTOSAR SWS CRC Library, 7.2.1.1 (CRC-8 SAE J1850) and 7.2.1.2 (CRC-8H2F): the same inputs for both.
TEST(Checksum, AgreesWithTheTablesOfAutosar) {
  const auto j1850 = rule_of(ChecksumKind::kCrc8J1850);
  const auto h2f = rule_of(ChecksumKind::kCrc8H2f);
  struct Row {
    CanFrame frame;
    std::uint8_t j1850;
    std::uint8_t h2f;
  };
  const Row rows[] = {{frame_of({0x00, 0x00, 0x00, 0x00}), 0x59, 0x12},
                      {frame_of({0xF2, 0x01, 0x83}), 0x37, 0xC2},
                      {frame_of({0x0F, 0xAA, 0x00, 0x55}), 0x79, 0xC6},
                      {frame_of({0x00, 0xFF, 0x55, 0x11}), 0xB8, 0x77},
                      {frame_of({0x33, 0x22, 0x55, 0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF}), 0xCB, 0x11},
                      {frame_of({0x92, 0x6B, 0x55}), 0x8C, 0x33},
                      {frame_of({0xFF, 0xFF, 0xFF, 0xFF}), 0x74, 0x6C}};
  for (const Row& row : rows) {
    EXPECT_EQ(checksum_of(j1850, row.frame, 0), row.j1850);
    EXPECT_EQ(checksum_of(h2f, row.frame, 0), row.h2f);
  }
}

TEST(Checksum, AddsAndXorsBytes) {
  const auto frame = frame_of({0x01, 0xFF, 0x10});
  EXPECT_EQ(checksum_of(rule_of(ChecksumKind::kXor8), frame, 0), 0xEE);
  EXPECT_EQ(checksum_of(rule_of(ChecksumKind::kSum8), frame, 0), 0x10);
}

TEST(Checksum, LeavesOutItsOwnByteAndWhatIsNotCovered) {
  auto rule = rule_of(ChecksumKind::kSum8);
  rule.own_byte = 1;
  rule.covered_first = 1;
  rule.covered_last = 2;
  EXPECT_EQ(checksum_of(rule, frame_of({0x80, 0x40, 0x20, 0x10}), 0), 0x20);
}

TEST(Checksum, CoversADataIdThatIsNotSentAndTheCounterChooses) {
  auto rule = rule_of(ChecksumKind::kSum8);
  rule.data_id_count = 1;
  rule.data_ids[0] = 5;
  EXPECT_EQ(checksum_of(rule, frame_of({1}), 9), 6);
  rule.data_id_count = 16;
  for (std::uint8_t i = 0; i < 16; ++i) rule.data_ids[i] = static_cast<std::uint8_t>(i * 2);
  EXPECT_EQ(checksum_of(rule, frame_of({1}), 9), 19);
}

}  // namespace
}  // namespace tripline
