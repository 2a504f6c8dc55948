#include "rt/core/can/decode_plan.hpp"

#include <algorithm>
#include <array>
#include <bit>

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

std::uint32_t DecodePlan::find(const CanFrame& frame) const noexcept RT_NONBLOCKING {
  if ((frame.flags & kCanExtended) == 0)
    return frame.id < by_standard_id_.size() ? by_standard_id_[frame.id] : DecodedFrame::kUnknown;
  const std::uint32_t message = by_id_.find(frame.can_id().key());
  if (message != IdIndex::kNone || !has_j1939_) return message;
  return by_parameter_group_.find(parameter_group_key(frame.id));
}

void DecodePlan::decode_block(const Block& block, const CanFrame& frame, double* value,
                              std::uint64_t* raw) const noexcept RT_NONBLOCKING {
  kernel_.run(groups_.data() + block.first_group, block.count, frame.data.data(), value, raw);
  for (std::uint32_t i = 0; i < block.side_count; ++i) {
    const SideStep& step = sides_[block.first_side + i];
    std::uint64_t bits = step.bits.lift(frame.data.data());
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

/// The block that the multiplexer's value in this payload selects.
std::uint32_t DecodePlan::choose(const Multiplexer& multiplexer,
                                 const std::uint8_t* payload) const noexcept RT_NONBLOCKING {
  std::uint64_t bits = multiplexer.bits.lift(payload);
  if (bits < multiplexer.direct_count && !multiplexer.is_signed) return direct_[multiplexer.first_direct + bits];
  if (multiplexer.is_signed) bits = extend_sign(bits, multiplexer.bits.length);
  const auto selector = static_cast<std::int64_t>(bits);
  const auto* first = intervals_.data() + multiplexer.first_interval;
  const auto* last = first + multiplexer.interval_count;
  const auto* after = std::upper_bound(
      first, last, selector, [](std::int64_t wanted, const Interval& interval) { return wanted < interval.first; });
  return after == first || selector > after[-1].last ? kNoBlock : after[-1].block;
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

/// Block by block, each with its signals' indices.
void DecodePlan::decode_selected(const CanFrame& frame, DecodeRoom& room,
                                 DecodedFrame& result) const noexcept RT_NONBLOCKING {
  std::array<std::uint32_t, kMostBlocks> queue;
  queue[0] = root_block_[result.message];
  std::uint32_t queued = 1;
  for (std::uint32_t next = 0; next < queued; ++next) {
    const Block& block = blocks_[queue[next]];
    decode_block(block, frame, room.value.data() + result.count, room.raw.data() + result.count);
    if (block.end_byte > frame.length) {
      result.count += drop_absent(block, frame.length, result.count, room);
    } else {
      std::copy_n(lane_signal_.data() + std::size_t{block.first_group} * LaneGroup::kLanes, block.count,
                  room.signal.data() + result.count);
      result.count += block.count;
    }
    for (std::uint32_t i = 0; i < block.multiplexer_count; ++i) {
      const Multiplexer& multiplexer = multiplexers_[block_multiplexers_[block.first_multiplexer + i]];
      if (multiplexer.bits.end_byte > frame.length) continue;
      const std::uint32_t chosen = choose(multiplexer, frame.data.data());
      if (chosen == kNoBlock)
        result.unlisted_selector = true;
      else if (queued < kMostBlocks)
        queue[queued++] = chosen;
    }
  }
  result.signal = room.signal.data();
}

DecodedFrame DecodePlan::decode(const CanFrame& frame, DecodeRoom& room) const noexcept RT_NONBLOCKING {
  DecodedFrame result;
  if ((frame.flags & (kCanRemote | kCanErrorFrame)) != 0) return result;
  result.message = find(frame);
  if (!result.known()) return result;
  result.value = room.value.data();
  result.raw = room.raw.data();
  const Block& root = blocks_[root_block_[result.message]];
  if (root.multiplexer_count > 0 || root.end_byte > frame.length) {
    decode_selected(frame, room, result);
    return result;
  }
  decode_block(root, frame, room.value.data(), room.raw.data());
  result.signal = lane_signal_.data() + std::size_t{root.first_group} * LaneGroup::kLanes;
  result.count = root.count;
  return result;
}

}  // namespace tripline
