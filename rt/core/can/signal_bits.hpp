// Where the bits of a signal are in a payload, and how to lift them out with one load and two shifts.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

#include "rt/base/realtime.hpp"
#include "rt/core/can/dbc_file.hpp"

namespace tripline {

inline constexpr std::uint32_t kPayloadBytes = 64;  ///< of a CAN FD frame; shorter payloads are padded with 0

static_assert(std::endian::native == std::endian::little, "loads below assume a little-endian machine");

/// Eight bytes from `load_byte` on (swapped for big endian), shifted left until the signal's highest bit is bit 63,
/// then right. A signal of more than 56 bits may reach into a ninth byte.
struct SignalBits {
  std::uint8_t load_byte = 0;
  std::uint8_t first_shift = 0;  ///< of the eight bytes: bits below (little endian) or above (big endian) the signal
  std::uint8_t length = 0;       ///< bits, 1..64
  std::uint8_t end_byte = 0;     ///< payload bytes that the signal needs
  bool big_endian = false;
  bool ninth_byte = false;

  /// The signal's bits, the lowest in bit 0; above them 0.
  std::uint64_t lift(const std::uint8_t* payload) const noexcept RT_NONBLOCKING {
    std::uint64_t bits = 0;
    std::memcpy(&bits, payload + load_byte, sizeof bits);
    if (big_endian) {
      bits = __builtin_bswap64(bits) << first_shift;
      if (ninth_byte) bits |= std::uint64_t{payload[load_byte + 8U]} >> (8U - first_shift);
      return bits >> (64U - length);
    }
    bits >>= first_shift;
    if (ninth_byte) bits |= std::uint64_t{payload[load_byte + 8U]} << (64U - first_shift);
    return bits << (64U - length) >> (64U - length);
  }

  /// How far left brings the signal's highest bit to bit 63 of the eight bytes; only where there is no ninth byte.
  std::uint32_t left() const noexcept { return big_endian ? first_shift : 64U - first_shift - length; }

  /// Place in the payload of the signal's i-th bit: byte * 8 + bit of that byte.
  std::uint32_t bit(std::uint32_t i) const noexcept {
    if (!big_endian) return load_byte * 8U + first_shift + i;
    const std::uint32_t from_top = load_byte * 8U + first_shift + (length - 1U - i);
    return from_top / 8 * 8 + (7 - from_top % 8);
  }
};

/// Distance of the signal's first bit from the top of the payload (big endian) or from its bottom (little endian).
constexpr std::uint32_t first_bit(const DbcSignal& signal) noexcept {
  return signal.big_endian ? signal.start_bit / 8 * 8 + (7 - signal.start_bit % 8) : signal.start_bit;
}

/// False for lengths that no 64-bit number or IEEE format has, and for what lies beyond 64 bytes.
constexpr bool is_decodable(const DbcSignal& signal) noexcept {
  const std::uint32_t bits = kPayloadBytes * 8;
  if (signal.length_bits < 1 || signal.length_bits > 64 || signal.start_bit >= bits) return false;
  if (signal.value_type == DbcValueType::kFloat && signal.length_bits != 32) return false;
  if (signal.value_type == DbcValueType::kDouble && signal.length_bits != 64) return false;
  if (signal.value_type == DbcValueType::kHalf && signal.length_bits != 16) return false;
  return first_bit(signal) + signal.length_bits <= bits;
}

/// Only for what is_decodable().
constexpr SignalBits signal_bits(const DbcSignal& signal) noexcept {
  const std::uint32_t first = first_bit(signal);
  // Eight bytes from the last possible place on still end inside the payload.
  const std::uint32_t load = first / 8 < kPayloadBytes - 8 ? first / 8 : kPayloadBytes - 8;
  SignalBits bits;
  bits.load_byte = static_cast<std::uint8_t>(load);
  bits.first_shift = static_cast<std::uint8_t>(first - load * 8);
  bits.length = static_cast<std::uint8_t>(signal.length_bits);
  bits.end_byte = static_cast<std::uint8_t>((first + signal.length_bits + 7) / 8);
  bits.big_endian = signal.big_endian;
  bits.ninth_byte = bits.first_shift + signal.length_bits > 64;
  return bits;
}

}  // namespace tripline
