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

// Calls cost more than what they call here: the next four functions are one by the time they run.
[[gnu::always_inline]] inline void DecodePlan::decode_block(const Block& block, const std::uint8_t* payload,
                                                            double* value,
                                                            std::uint64_t* raw) const noexcept RT_NONBLOCKING {
  kernel_.run(groups_.data() + block.first_group, block.count, payload, value, raw);
  if (block.side_count != 0) decode_sides(block, payload, value, raw);
}

/// The block of a multiplexer that direct_ does not have.
std::uint32_t DecodePlan::search(const Multiplexer& multiplexer,
                                 const std::uint8_t* payload) const noexcept RT_NONBLOCKING {
  std::uint64_t bits = multiplexer.bits.lift(payload);
  if (multiplexer.is_signed) bits = extend_sign(bits, multiplexer.bits.length);
  const auto selector = static_cast<std::int64_t>(bits);
  const auto* first = intervals_.data() + multiplexer.first_interval;
  const auto* last = first + multiplexer.interval_count;
  const auto* after = std::upper_bound(
      first, last, selector, [](std::int64_t wanted, const Interval& interval) { return wanted < interval.first; });
  return after == first || selector > after[-1].last ? kNoBlock : after[-1].block;
}

/// The block that the multiplexer's value in this payload selects.
[[gnu::always_inline]] inline std::uint32_t DecodePlan::choose(
    const Multiplexer& multiplexer, const std::uint8_t* payload) const noexcept RT_NONBLOCKING {
  if (multiplexer.direct_count == 0) return search(multiplexer, payload);
  const std::uint64_t bits = multiplexer.bits.lift_eight(payload);
  return bits < multiplexer.direct_count ? direct_[multiplexer.first_direct + bits] : kNoBlock;
}

/// Leaves out the signals of the block, in the room from `from` on, that the payload does not reach. Returns how many
/// stay.
std::uint32_t DecodePlan::drop_absent(const Block& block, std::uint32_t length, std::uint32_t from,
                                      DecodeRoom& room) const noexcept RT_NONBLOCKING {
  const std::size_t first_lane = std::size_t{block.first_group} * LaneGroup::kLanes;
  std::uint32_t kept = from;
  for (std::uint32_t i = 0; i < block.count; ++i) {
    if (lane_end_byte_[first_lane + i] > length) continue;
    room.value[kept] = room.value[from + i];
    room.raw[kept] = room.raw[from + i];
    room.signal[kept++] = lane_signal_[first_lane + i];
  }
  return kept - from;
}

/// Decodes the block behind the `count` values that the room has already, its signals' indices beside the values.
/// Returns how many there are now.
[[gnu::always_inline]] inline std::uint32_t DecodePlan::append_block(const Block& block, const CanFrame& frame,
                                                                     std::uint32_t count,
                                                                     DecodeRoom& room) const noexcept RT_NONBLOCKING {
  decode_block(block, frame.data.data(), room.value.data() + count, room.raw.data() + count);
  if (block.end_byte > frame.length) return count + drop_absent(block, frame.length, count, room);
  const auto* from = lane_signal_.data() + std::size_t{block.first_group} * LaneGroup::kLanes;
  auto* to = room.signal.data() + count;
  for (std::uint32_t i = 0; i < block.count; i += LaneGroup::kLanes)  // whole groups, as the room has them
    std::memcpy(to + i, from + i, LaneGroup::kLanes * sizeof *from);
  return count + block.count;
}

/// A multiplexer is asked when its own signal was in a block. Nothing but predicted branches leads from one to the
/// next, so the CPU works on several levels at once.
void DecodePlan::decode_selected(const CanFrame& frame, DecodeRoom& room,
                                 DecodedFrame& result) const noexcept RT_NONBLOCKING {
  const Layout& layout = layouts_[result.message];
  std::uint32_t count = append_block(blocks_[layout.root], frame, 0, room);
  std::uint64_t present = blocks_[layout.root].multiplexers;
  const Multiplexer* multiplexer = multiplexers_.data() + layout.first_multiplexer;
  for (std::uint32_t i = 0; i < layout.multiplexer_count; ++i, ++multiplexer) {
    if ((present >> i & 1U) == 0 || multiplexer->bits.end_byte > frame.length) continue;
    const std::uint32_t chosen = choose(*multiplexer, frame.data.data());
    if (chosen == kNoBlock) {
      result.unlisted_selector = true;
      continue;
    }
    count = append_block(blocks_[chosen], frame, count, room);
    present |= blocks_[chosen].multiplexers;
  }
  result.count = count;
  result.signal = room.signal.data();
}

DecodedFrame DecodePlan::decode(const CanFrame& frame, DecodeRoom& room) const noexcept RT_NONBLOCKING {
  DecodedFrame result;
  if ((frame.flags & (kCanRemote | kCanErrorFrame)) != 0) return result;
  result.message = find(frame);
  if (!result.known()) return result;
  result.value = room.value.data();
  result.raw = room.raw.data();
  const Block& root = blocks_[layouts_[result.message].root];
  if (root.multiplexers != 0 || root.end_byte > frame.length) {
    decode_selected(frame, room, result);
    return result;
  }
  decode_block(root, frame.data.data(), room.value.data(), room.raw.data());
  result.signal = lane_signal_.data() + std::size_t{root.first_group} * LaneGroup::kLanes;
  result.count = root.count;
  return result;
}

}  // namespace tripline
