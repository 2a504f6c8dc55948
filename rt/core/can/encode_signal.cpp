#include "rt/core/can/encode_signal.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <utility>

namespace tripline {
namespace {

/// All bits of the signal set.
constexpr std::uint64_t mask_of(const DbcSignal& signal) { return ~std::uint64_t{0} >> (64U - signal.length_bits); }

constexpr std::int64_t lowest(const DbcSignal& signal) {
  return signal.is_signed ? -static_cast<std::int64_t>(mask_of(signal) >> 1U) - 1 : 0;
}

constexpr std::uint64_t highest(const DbcSignal& signal) {
  return signal.is_signed ? mask_of(signal) >> 1U : mask_of(signal);
}

std::string text_of(double number) {
  char digits[32];
  return {digits, std::to_chars(digits, digits + sizeof digits, number).ptr};
}

double physical(const DbcSignal& signal, double number) {
  const double scaled = number * signal.scale;
  return scaled + signal.offset;
}

std::string range_of(const DbcSignal& signal) {
  if (signal.value_type != DbcValueType::kInteger) return "a floating-point number of its size";
  double first = physical(signal, static_cast<double>(lowest(signal)));
  double last = physical(signal, static_cast<double>(highest(signal)));
  if (first > last) std::swap(first, last);
  return text_of(first) + " to " + text_of(last) + " in steps of " + text_of(std::fabs(signal.scale));
}

std::string choices_of(const DbcSignal& signal) {
  std::string names;
  for (const DbcChoice& choice : signal.choices) names += (names.empty() ? "" : ", ") + choice.name;
  return names.empty() ? names : "; its choices are " + names;
}

Error does_not_fit(const DbcSignal& signal, const std::string& value) {
  return {ExitCode::kUsage,
          "'" + signal.name + "' cannot be " + value + "; it holds " + range_of(signal) + choices_of(signal)};
}

/// What stands on the bus for a physical value, not yet rounded. Without scale and offset a -0.0 stays one.
double unscaled(const DbcSignal& signal, double value) {
  if (signal.scale == 1 && signal.offset == 0) return value;
  if (signal.scale == 0) return value == signal.offset ? 0 : std::numeric_limits<double>::quiet_NaN();
  return (value - signal.offset) / signal.scale;
}

/// A double of 2^63 or 2^64 stands for the highest integer below it, which no double holds.
std::uint64_t to_bits(const DbcSignal& signal, double whole) {
  if (whole >= 0x1p64) return mask_of(signal);
  if (signal.is_signed && whole >= 0x1p63) return highest(signal);
  const std::uint64_t bits =
      whole < 0 ? static_cast<std::uint64_t>(static_cast<std::int64_t>(whole)) : static_cast<std::uint64_t>(whole);
  return bits & mask_of(signal);
}

Result<std::uint64_t> encode_float(const DbcSignal& signal, double number) {
  constexpr double kRoundsToInfinity = 0x1.ffffffp127;
  if (std::isfinite(number) && std::fabs(number) >= kRoundsToInfinity) return does_not_fit(signal, text_of(number));
  return std::uint64_t{std::bit_cast<std::uint32_t>(static_cast<float>(number))};
}

/// Rounds to the nearest of 10 fraction bits, to even where two are as near.
std::uint64_t half_bits(double number) {
  const std::uint64_t sign = std::signbit(number) ? 0x8000U : 0;
  const double size = std::fabs(number);
  if (std::isnan(number)) return sign | 0x7E00U;
  if (std::isinf(number)) return sign | 0x7C00U;
  const int exponent = std::max(size == 0 ? -14 : std::ilogb(size), -14);  // below 2^-14 numbers get no smaller steps
  const auto fraction = static_cast<std::uint64_t>(std::nearbyint(std::ldexp(size, 10 - exponent)));
  // A fraction of 2^10 and more carries its own bit into the exponent, also when it was rounded up to the next power.
  return sign | ((static_cast<std::uint64_t>(exponent + 14) << 10U) + fraction);
}

Result<std::uint64_t> encode_half(const DbcSignal& signal, double number) {
  constexpr double kRoundsToInfinity = 65520;
  if (std::isfinite(number) && std::fabs(number) >= kRoundsToInfinity) return does_not_fit(signal, text_of(number));
  return half_bits(number);
}

/// The integer that the whole text is, decimal or hexadecimal with 0x.
template <typename Integer>
std::optional<Integer> whole_number(std::string_view text) {
  const bool is_hex = text.starts_with("0x") || text.starts_with("0X");
  if (is_hex) text.remove_prefix(2);
  Integer number = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number, is_hex ? 16 : 10);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return number;
}

std::optional<std::uint64_t> fitting(const DbcSignal& signal, std::int64_t number) {
  const bool fits = number < 0 ? number >= lowest(signal) : static_cast<std::uint64_t>(number) <= highest(signal);
  if (!fits) return std::nullopt;
  return static_cast<std::uint64_t>(number) & mask_of(signal);
}

/// Nothing when the text is no integer, or is one above all that are signed: then it may be an unsigned one.
std::optional<std::uint64_t> exact_integer(const DbcSignal& signal, std::string_view text) {
  if (const auto number = whole_number<std::int64_t>(text)) return fitting(signal, *number);
  const auto number = whole_number<std::uint64_t>(text);
  if (!number || *number > highest(signal)) return std::nullopt;
  return *number;
}

}  // namespace

Result<std::uint64_t> encode_value(const DbcSignal& signal, double value) {
  const double number = unscaled(signal, value);
  if (signal.value_type == DbcValueType::kHalf) return encode_half(signal, number);
  if (signal.value_type == DbcValueType::kFloat) return encode_float(signal, number);
  if (signal.value_type == DbcValueType::kDouble) return std::bit_cast<std::uint64_t>(number);
  const double whole = std::nearbyint(number);
  const bool fits =
      whole >= static_cast<double>(lowest(signal)) && whole <= static_cast<double>(highest(signal));  // false for NaN
  if (!fits) return does_not_fit(signal, text_of(value));
  return to_bits(signal, whole);
}

Result<std::uint64_t> encode_text(const DbcSignal& signal, std::string_view text) {
  for (const DbcChoice& choice : signal.choices) {
    if (choice.name != text) continue;
    if (const auto bits = fitting(signal, choice.raw)) return *bits;
  }
  if (signal.value_type == DbcValueType::kInteger && signal.scale == 1 && signal.offset == 0)
    if (const auto bits = exact_integer(signal, text)) return *bits;
  double value = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  if (!text.empty() && read.ptr == end && read.ec == std::errc()) return encode_value(signal, value);
  if (const auto whole = whole_number<std::uint64_t>(text)) return encode_value(signal, static_cast<double>(*whole));
  return does_not_fit(signal, "'" + std::string(text) + "'");
}

void put_bits(const SignalBits& bits, std::uint64_t raw, std::uint8_t* payload) noexcept {
  for (std::uint32_t i = 0; i < bits.length; ++i) {
    const std::uint32_t place = bits.bit(i);
    const auto one = static_cast<std::uint8_t>(1U << place % 8);
    const bool is_set = (raw >> i & 1U) != 0;
    payload[place / 8] = static_cast<std::uint8_t>(is_set ? payload[place / 8] | one : payload[place / 8] & ~one);
  }
}

}  // namespace tripline
