#include "rt/core/can/checksum.hpp"

#include <algorithm>

namespace tripline {
namespace {

using CrcTable = std::array<std::uint8_t, 256>;

constexpr CrcTable crc_table(std::uint8_t polynomial) noexcept {
  CrcTable table{};
  for (std::size_t byte = 0; byte < table.size(); ++byte) {
    auto crc = static_cast<std::uint8_t>(byte);
    for (int bit = 0; bit < 8; ++bit)
      crc = static_cast<std::uint8_t>((crc & 0x80U) != 0 ? (crc << 1U) ^ polynomial : crc << 1U);
    table[byte] = crc;
  }
  return table;
}

constexpr CrcTable kJ1850 = crc_table(0x1D);
constexpr CrcTable kH2f = crc_table(0x2F);

std::uint8_t add(ChecksumKind kind, std::uint8_t sum, std::uint8_t byte) noexcept {
  switch (kind) {
    case ChecksumKind::kXor8:
      return sum ^ byte;
    case ChecksumKind::kSum8:
      return static_cast<std::uint8_t>(sum + byte);
    case ChecksumKind::kCrc8J1850:
      return kJ1850[sum ^ byte];
    case ChecksumKind::kCrc8H2f:
      return kH2f[sum ^ byte];
    case ChecksumKind::kNone:
      break;
  }
  return sum;
}

}  // namespace

std::uint8_t checksum_of(const ChecksumRule& rule, const CanFrame& frame,
                         std::uint64_t counter) noexcept RT_NONBLOCKING {
  std::uint8_t sum = rule.start;
  const std::size_t end = std::min<std::size_t>(frame.length, rule.covered_last + std::size_t{1});
  for (std::size_t i = rule.covered_first; i < end; ++i)
    if (i != rule.own_byte) sum = add(rule.kind, sum, frame.data[i]);
  if (rule.data_id_count > 0) sum = add(rule.kind, sum, rule.data_ids[counter % rule.data_id_count]);
  return sum ^ rule.final_xor;
}

}  // namespace tripline
