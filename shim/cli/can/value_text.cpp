#include "shim/cli/can/value_text.hpp"

#include <array>
#include <cmath>

namespace tripline {
namespace {

constexpr double kWholeLimit = 0x1p53;  // up to here a double is every integer
constexpr double kShortLimit = 1e15;    // numbers of up to 15 digits are all different as doubles
constexpr std::array kPowers{1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};

bool is_whole(double number) { return std::floor(number) == number && std::fabs(number) < kWholeLimit; }

/// Decimals that write the number exactly as people wrote it in the DBC; kPowers.size() when that takes too many.
std::size_t decimals_of(double number) {
  for (std::size_t decimals = 0; decimals < kPowers.size(); ++decimals) {
    const double whole = std::nearbyint(number * kPowers[decimals]);
    if (std::fabs(whole) < kShortLimit && whole / kPowers[decimals] == number) return decimals;
  }
  return kPowers.size();
}

__extension__ using Wide = __int128;  // 64 bits of raw value times 53 of scale need not fit in 64

}  // namespace

ValueText::ValueText(const DecodePlan& plan) {
  for (const SignalInfo& signal : plan.signals()) formats_.push_back(format_of(signal));
}

ValueText::Format ValueText::format_of(const SignalInfo& signal) {
  Format format;
  format.is_signed = signal.is_signed;
  format.is_whole = signal.value_type == DbcValueType::kInteger && is_whole(signal.scale) && is_whole(signal.offset);
  if (format.is_whole) {
    format.scale = static_cast<std::int64_t>(signal.scale);
    format.offset = static_cast<std::int64_t>(signal.offset);
  }
  const std::size_t decimals = std::max(decimals_of(signal.scale), decimals_of(signal.offset));
  const bool is_decimal = signal.value_type == DbcValueType::kInteger && decimals < kPowers.size();
  format.decimals = is_decimal ? static_cast<std::uint8_t>(decimals) : kAny;
  return format;
}

bool ValueText::append_whole(OutputBuffer& out, const Format& format, std::uint64_t raw) {
  const Wide number = format.is_signed ? Wide{static_cast<std::int64_t>(raw)} : Wide{raw};
  const Wide value = number * format.scale + format.offset;
  if (value > Wide{UINT64_MAX} || value < Wide{INT64_MIN}) return false;
  if (value < 0)
    out.append_number(static_cast<std::int64_t>(value));
  else
    out.append_number(static_cast<std::uint64_t>(value));
  return true;
}

/// A decimal of at most 15 digits that reads back as the value is the shortest one that does. False where the value's
/// own rounding makes it longer (3 * 0.1 is 0.30000000000000004), and for -0.
bool ValueText::append_decimal(OutputBuffer& out, std::uint8_t decimals, double value) {
  const double power = kPowers[decimals];
  const double whole = std::nearbyint(value * power);
  if (!(std::fabs(whole) < kShortLimit) || whole / power != value || (whole == 0 && std::signbit(value))) return false;
  if (whole < 0) out.append('-');
  auto digits = static_cast<std::uint64_t>(std::fabs(whole));
  while (decimals > 0 && digits % 10 == 0) {
    digits /= 10;
    --decimals;
  }
  const auto unit = static_cast<std::uint64_t>(kPowers[decimals]);
  out.append_number(digits / unit);
  if (decimals == 0) return true;
  out.append('.');
  out.append_decimals(digits % unit, decimals);
  return true;
}

bool ValueText::append(OutputBuffer& out, const DecodedValue& value) const {
  const Format& format = formats_[value.signal];
  if (format.is_whole && append_whole(out, format, value.raw)) return true;
  if (format.decimals != kAny && append_decimal(out, format.decimals, value.value)) return true;
  if (!std::isfinite(value.value)) return false;
  out.append_number(value.value);
  return true;
}

}  // namespace tripline
