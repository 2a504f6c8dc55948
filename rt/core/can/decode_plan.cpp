#include "rt/core/can/decode_plan.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace tripline {
namespace {

constexpr std::uint64_t extend_sign(std::uint64_t bits, std::uint32_t length) noexcept {
  return static_cast<std::uint64_t>(static_cast<std::int64_t>(bits << (64U - length)) >> (64U - length));
}

constexpr std::size_t whole_groups(std::size_t lanes) noexcept {
  return (lanes + LaneGroup::kLanes - 1) / LaneGroup::kLanes * LaneGroup::kLanes;
}

}  // namespace

DecodeRoom DecodePlan::make_room() const {
  const std::size_t size = whole_groups(most_values_) + LaneGroup::kLanes;
  return {std::vector<double>(size), std::vector<std::uint64_t>(size), std::vector<std::uint32_t>(size)};
}

[[gnu::always_inline]] inline std::uint32_t DecodePlan::find(const CanFrame& frame) const noexcept RT_NONBLOCKING {
  if ((frame.flags & kCanExtended) == 0)
    return frame.id < by_standard_id_.size() ? by_standard_id_[frame.id] : DecodedFrame::kUnknown;
  const std::uint32_t message = by_id_.find(frame.can_id().key());
  if (message != IdIndex::kNone || !has_j1939_) return message;
  return by_parameter_group_.find(parameter_group_key(frame.id));
}

/// What no lane could hold. Apart from decode_block(): most blocks have none.
void DecodePlan::decode_sides(const Block& block, const std::uint8_t* payload, double* value,
                              std::uint64_t* raw) const noexcept RT_NONBLOCKING {
  for (std::uint32_t i = 0; i < block.side_count; ++i) {
    const SideStep& step = sides_[block.first_side + i];
    std::uint64_t bits = step.bits.lift(payload);
    double number = 0;
    switch (step.kind) {
      case Kind::kUnsigned:
        number = static_cast<double>(bits);
        break;
      case Kind::kSigned:
        bits = extend_sign(bits, step.bits.length);
        number = static_cast<double>(static_cast<std::int64_t>(bits));
        break;
      case Kind::kFloat:
        number = static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
        break;
      case Kind::kDouble:
        number = std::bit_cast<double>(bits);
        break;
    }
    // Two roundings, as the reference has them; the build forbids contraction to a fused multiply-add.
    const double scaled = number * step.scale;
    raw[step.slot] = bits;
    value[step.slot] = scaled + step.offset;
  }
}

// Calls cost more than what they call here: most of the functions below are one by the time they run.
[[gnu::always_inline]] inline void DecodePlan::decode_block(const Block& block, const std::uint8_t* payload,
                                                            double* value,
                                                            std::uint64_t* raw) const noexcept RT_NONBLOCKING {
  kernel_.run(groups_.data() + block.first_group, block.count, payload, value, raw);
  if (block.side_count != 0) decode_sides(block, payload, value, raw);
}

/// Where a value leads that is not in direct_.
DecodePlan::Target DecodePlan::search(const Choice& choice, const std::uint8_t* payload) const noexcept RT_NONBLOCKING {
  std::uint64_t bits = choice.bits.lift(payload);
  if (choice.is_signed) bits = extend_sign(bits, choice.bits.length);
  const auto selector = static_cast<std::int64_t>(bits);
  const auto* first = intervals_.data() + choice.first_interval;
  const auto* last = first + choice.interval_count;
  const auto* after = std::upper_bound(
      first, last, selector, [](std::int64_t wanted, const Interval& interval) { return wanted < interval.first; });
  return after == first || selector > after[-1].last ? kNowhere : after[-1].target;
}

[[gnu::always_inline]] inline DecodePlan::Target DecodePlan::choose(
    const Choice& choice, const std::uint8_t* payload) const noexcept RT_NONBLOCKING {
  if (choice.direct_count == 0) return search(choice, payload);
  const std::uint64_t bits = choice.bits.lift_eight(payload);
  return bits < choice.direct_count ? direct_[choice.first_direct + bits] : kNowhere;
}

/// The block at the end of the way. Ways never lead back, so this ends.
[[gnu::always_inline]] inline const DecodePlan::Block& DecodePlan::follow(
    Target way, const CanFrame& frame, bool& unlisted) const noexcept RT_NONBLOCKING {
  while (way.is_choice()) {
    const Choice& choice = choices_[way.index()];
    const bool present = choice.bits.end_byte <= frame.length;
    way = present ? choose(choice, frame.data.data()) : choice.otherwise;
    if (way != kNowhere) continue;
    unlisted = true;
    way = choice.otherwise;
  }
  return blocks_[way.index()];
}

/// Decodes the block behind what the room has already, its signals' indices beside the values, and leaves out what the
/// payload does not reach.
void DecodePlan::append_block(const Block& block, const CanFrame& frame, DecodeRoom& room,
                              DecodedFrame& result) const noexcept RT_NONBLOCKING {
  double* value = room.value.data() + result.count;
  std::uint64_t* raw = room.raw.data() + result.count;
  std::uint32_t* signal = room.signal.data() + result.count;
  decode_block(block, frame.data.data(), value, raw);
  const std::uint8_t* end_byte = lane_end_byte_.data() + std::size_t{block.first_group} * LaneGroup::kLanes;
  std::uint32_t kept = 0;
  for (std::uint32_t i = 0; i < block.count; ++i) {
    if (end_byte[i] > frame.length) continue;
    value[kept] = value[i];
    raw[kept] = raw[i];
    signal[kept++] = signals_of(block)[i];
  }
  result.count += kept;
}

DecodedFrame DecodePlan::decode(const CanFrame& frame, DecodeRoom& room) const noexcept RT_NONBLOCKING {
  DecodedFrame result;
  if ((frame.flags & (kCanRemote | kCanErrorFrame)) != 0) return result;
  result.message = find(frame);
  if (!result.known()) return result;
  result.value = room.value.data();
  result.raw = room.raw.data();
  const Ways ways = ways_of_[result.message];
  const Block& first = follow(ways_[ways.first], frame, result.unlisted_selector);
  if (ways.count == 1 && first.end_byte <= frame.length) {
    decode_block(first, frame.data.data(), room.value.data(), room.raw.data());
    result.signal = signals_of(first);
    result.count = first.count;
    return result;
  }
  result.signal = room.signal.data();
  append_block(first, frame, room, result);
  for (std::uint32_t i = 1; i < ways.count; ++i)
    append_block(follow(ways_[ways.first + i], frame, result.unlisted_selector), frame, room, result);
  return result;
}

}  // namespace tripline
