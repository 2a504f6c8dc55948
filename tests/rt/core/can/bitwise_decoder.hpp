// A second decoder, as slow and plain as can be: the test of the real one reads payloads bit by bit, as the DBC counts.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>

#include "rt/core/can/dbc_file.hpp"

namespace tripline::test {

struct BitwiseValue {
  std::uint64_t raw = 0;
  double value = 0;
};

/// Bit number `place` as DBC files count: byte place / 8, in it 0 is the lowest.
inline bool payload_bit(std::span<const std::uint8_t> payload, std::uint32_t place) {
  return ((payload[place / 8] >> (place % 8)) & 1) != 0;
}

/// The place of the next lower bit of a big-endian signal: right in the byte, then the top of the next one.
inline std::uint32_t next_lower_big_endian(std::uint32_t place) { return place % 8 == 0 ? place + 15 : place - 1; }

inline double bitwise_number(const DbcSignal& signal, std::uint64_t raw) {
  if (signal.value_type == DbcValueType::kHalf) {
    const auto exponent = static_cast<int>(raw >> 10 & 0x1F);
    const auto fraction = static_cast<double>(raw & 0x3FF) / 1024;
    double value = exponent == 0 ? std::ldexp(fraction, -14) : std::ldexp(1 + fraction, exponent - 15);
    if (exponent == 0x1F && fraction == 0) value = INFINITY;
    if (exponent == 0x1F && fraction != 0) {
      const std::uint64_t nan = std::uint64_t{0x7FF8} << 48 | (raw & 0x3FF) << 42;
      std::memcpy(&value, &nan, sizeof value);
    }
    return (raw >> 15 & 1) != 0 ? -value : value;
  }
  if (signal.value_type == DbcValueType::kFloat) {
    float value = 0;
    const auto low = static_cast<std::uint32_t>(raw);
    std::memcpy(&value, &low, sizeof value);
    return static_cast<double>(value);
  }
  if (signal.value_type == DbcValueType::kDouble) {
    double value = 0;
    std::memcpy(&value, &raw, sizeof value);
    return value;
  }
  return signal.is_signed ? static_cast<double>(static_cast<std::int64_t>(raw)) : static_cast<double>(raw);
}

/// Nothing when a bit of the signal is not in the payload.
inline std::optional<BitwiseValue> decode_bitwise(const DbcSignal& signal, std::span<const std::uint8_t> payload) {
  std::uint64_t raw = 0;
  std::uint32_t place = signal.start_bit;
  for (std::uint32_t i = 0; i < signal.length_bits; ++i) {
    if (place / 8 >= payload.size()) return std::nullopt;
    const std::uint64_t bit = payload_bit(payload, place) ? 1 : 0;
    raw = signal.big_endian ? raw << 1 | bit : raw | bit << i;
    place = signal.big_endian ? next_lower_big_endian(place) : place + 1;
  }
  const bool integer = signal.value_type == DbcValueType::kInteger;
  if (integer && signal.is_signed && signal.length_bits < 64 && (raw >> (signal.length_bits - 1) & 1) != 0)
    raw |= ~std::uint64_t{0} << signal.length_bits;
  const double number = bitwise_number(signal, raw);
  if (signal.scale == 1 && signal.offset == 0) return BitwiseValue{raw, number};
  const double scaled = number * signal.scale;
  return BitwiseValue{raw, scaled + signal.offset};
}

/// True when every multiplexer above the signal has one of the values that select it.
inline bool is_selected_bitwise(const DbcMessage& message, const DbcSignal& signal,
                                std::span<const std::uint8_t> payload) {
  if (signal.multiplexer < 0) return true;
  const DbcSignal& multiplexer = message.signals[static_cast<std::size_t>(signal.multiplexer)];
  const auto selector = decode_bitwise(multiplexer, payload);
  if (!selector || !is_selected_bitwise(message, multiplexer, payload)) return false;
  const auto value = static_cast<std::int64_t>(selector->raw);
  for (const DbcSelectorRange& range : signal.selectors)
    if (value >= range.first && value <= range.last) return true;
  return false;
}

}  // namespace tripline::test
