#include "rt/core/can/decode_plan.hpp"

#include <array>
#include <bit>

namespace tripline {

/// The raw values of the multiplexers met so far in one frame. Bit i of a mask stands for values[i].
struct DecodePlan::Selectors {
  std::array<std::int64_t, 32> values;
  std::uint32_t present = 0;
  std::uint32_t asked = 0;
  std::uint32_t matched = 0;
};

namespace {

constexpr std::uint64_t extend_sign(std::uint64_t bits, std::uint32_t length) noexcept {
  return static_cast<std::uint64_t>(static_cast<std::int64_t>(bits << (64U - length)) >> (64U - length));
}

}  // namespace

std::uint32_t DecodePlan::find(const CanFrame& frame) const noexcept RT_NONBLOCKING {
  const CanId id = frame.can_id();
  const std::uint32_t message = by_id_.find(id.key());
  if (message != IdIndex::kNone || !has_j1939_ || !id.extended) return message;
  return by_parameter_group_.find(parameter_group_key(id.value));
}

bool DecodePlan::is_selected(const SignalStep& step, Selectors& selectors) const noexcept RT_NONBLOCKING {
  const std::uint32_t bit = 1U << step.selected_by;
  if ((selectors.present & bit) == 0) return false;
  selectors.asked |= bit;
  const std::int64_t value = selectors.values[step.selected_by];
  for (std::uint32_t i = 0; i < step.range_count; ++i) {
    const DbcSelectorRange& range = ranges_[step.first_range + i];
    if (value < range.first || value > range.last) continue;
    selectors.matched |= bit;
    return true;
  }
  return false;
}

DecodeResult DecodePlan::decode(const CanFrame& frame, std::span<DecodedValue> out) const noexcept RT_NONBLOCKING {
  DecodeResult result;
  if ((frame.flags & (kCanRemote | kCanErrorFrame)) != 0) return result;
  result.message = find(frame);
  if (!result.known()) return result;

  Selectors selectors;
  const std::span steps(steps_.data() + messages_[result.message].first_signal, messages_[result.message].signal_count);
  for (const SignalStep& step : steps) {
    if (step.selected_by != kNoSelector && !is_selected(step, selectors)) continue;
    if (step.bits.end_byte > frame.length) continue;
    if (result.count == out.size()) break;

    std::uint64_t raw = step.bits.lift(frame.data.data());
    double value = 0;
    switch (step.kind) {
      case Kind::kUnsigned:
        value = static_cast<double>(raw);
        break;
      case Kind::kSigned:
        raw = extend_sign(raw, step.bits.length);
        value = static_cast<double>(static_cast<std::int64_t>(raw));
        break;
      case Kind::kFloat:
        value = static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(raw)));
        break;
      case Kind::kDouble:
        value = std::bit_cast<double>(raw);
        break;
    }
    if (step.is_selector != kNoSelector) {
      selectors.values[step.is_selector] = static_cast<std::int64_t>(raw);
      selectors.present |= 1U << step.is_selector;
    }
    // Two roundings, as the reference has them; the build forbids contraction to a fused multiply-add.
    const double scaled = value * step.scale;
    out[result.count++] = {step.signal, scaled + step.offset, raw};
  }
  result.unlisted_selector = (selectors.asked & ~selectors.matched) != 0;
  return result;
}

}  // namespace tripline
