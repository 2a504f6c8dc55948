// Checksums of one byte, as cars protect their messages with them.
#pragma once

#include <array>
#include <cstdint>

#include "rt/base/realtime.hpp"
#include "rt/port/can_bus.hpp"

namespace tripline {

/// Same values as wire::CanChecksum.
enum class ChecksumKind : std::uint8_t {
  kNone,
  kXor8,
  kSum8,
  kCrc8J1850,  ///< SAE J1850: polynomial 0x1D, starts from 0xFF, result XORed with 0xFF
  kCrc8H2f,    ///< AUTOSAR CRC8H2F: polynomial 0x2F, otherwise the same
};

struct ChecksumRule {
  ChecksumKind kind = ChecksumKind::kNone;
  std::uint8_t own_byte = 0;  ///< payload byte that carries the checksum; it is not covered
  std::uint8_t covered_first = 0;
  std::uint8_t covered_last = 63;  ///< or the payload's end
  std::uint8_t start = 0;
  std::uint8_t final_xor = 0;
  std::uint8_t data_id_count = 0;           ///< 0, 1, or 16: the counter chooses
  std::array<std::uint8_t, 16> data_ids{};  ///< covered behind the payload without being sent
};

/// What the kind starts from and is XORed with at the end where a rule does not say otherwise.
constexpr std::uint8_t usual_start(ChecksumKind kind) noexcept {
  return kind == ChecksumKind::kCrc8J1850 || kind == ChecksumKind::kCrc8H2f ? 0xFF : 0;
}

/// The checksum that the frame should carry. `counter` chooses among 16 data ids. RT-safe: yes (at most 65 steps).
std::uint8_t checksum_of(const ChecksumRule& rule, const CanFrame& frame,
                         std::uint64_t counter) noexcept RT_NONBLOCKING;

}  // namespace tripline
