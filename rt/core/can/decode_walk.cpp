#include "rt/core/can/decode_walk.hpp"

namespace tripline {
namespace {

constexpr std::uint64_t extend_sign(std::uint64_t bits, std::uint32_t length) noexcept {
  return static_cast<std::uint64_t>(static_cast<std::int64_t>(bits << (64U - length)) >> (64U - length));
}

}  // namespace

void DecodeWalk::decode_sides(const DecodePlan& plan, const Block& block, const std::uint8_t* payload, double* value,
                              std::uint64_t* raw) noexcept RT_NONBLOCKING {
  for (std::uint32_t i = 0; i < block.side_count; ++i) {
    const DecodePlan::SideStep& step = plan.sides_[block.first_side + i];
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
      case Kind::kHalf:
        number = half_to_double(bits);
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

/// Where a value leads that is not in direct_.
DecodePlan::Target DecodeWalk::search(const DecodePlan& plan, const Choice& choice,
                                      const std::uint8_t* payload) noexcept RT_NONBLOCKING {
  std::uint64_t bits = choice.bits.lift(payload);
  if (choice.is_signed) bits = extend_sign(bits, choice.bits.length);
  const auto selector = static_cast<std::int64_t>(bits);
  const auto* first = plan.intervals_.data() + choice.first_interval;
  const auto* last = first + choice.interval_count;
  const auto* after = std::upper_bound(
      first, last, selector,
      [](std::int64_t wanted, const DecodePlan::Interval& interval) { return wanted < interval.first; });
  return after == first || selector > after[-1].last ? choice.otherwise.unlisted() : after[-1].target;
}

/// Decodes the block behind what the room has already, its signals' indices beside the values, and leaves out what the
/// payload does not reach.
void DecodeWalk::append(const DecodePlan& plan, const Block& block, const CanFrame& frame, DecodeRoom& room,
                        DecodedFrame& result) noexcept RT_NONBLOCKING {
  double* value = room.value.data()->lane.data() + result.count;
  std::uint64_t* raw = room.raw.data()->lane.data() + result.count;
  std::uint32_t* signal = room.signal.data() + result.count;
  plan.kernel_.run(plan.groups_.data() + block.first_group, block.count, frame.data.data(), value, raw);
  decode_sides(plan, block, frame.data.data(), value, raw);
  const std::uint8_t* end_byte = plan.lane_end_byte_.data() + std::size_t{block.first_group} * LaneGroup::kLanes;
  std::uint32_t kept = 0;
  for (std::uint32_t i = 0; i < block.count; ++i) {
    if (end_byte[i] > frame.length) continue;
    value[kept] = value[i];
    raw[kept] = raw[i];
    signal[kept++] = signals_of(plan, block)[i];
  }
  result.count += kept;
}

void DecodeWalk::append_all(const DecodePlan& plan, const Block& block, const CanFrame& frame, DecodeRoom& room,
                            DecodedFrame& result) noexcept RT_NONBLOCKING {
  const Route& route = plan.routes_[result.message];
  result.signal = room.signal.data();
  append(plan, block, frame, room, result);
  for (std::uint32_t i = 0; i < route.side_way_count; ++i) {
    const Target way = plan.side_ways_[route.first_side_way + i];
    append(plan, way.is_choice() ? follow(plan, way, frame, result.unlisted_selector) : plan.blocks_[way.index()],
           frame, room, result);
  }
}

}  // namespace tripline
