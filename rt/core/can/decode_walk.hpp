// The way of one frame through a decode plan: id, multiplexers, one block of signals. Compiled once for each
// instruction set, with the lanes' kernel inside: a call costs more than most of what it would call.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>

#include "rt/core/can/decode_plan.hpp"
#include "rt/core/can/half_float.hpp"

namespace tripline {

class DecodeWalk {
 public:
  using Walk = void (*)(const DecodePlan& plan, const CanFrame& frame, DecodeRoom& room,
                        DecodedFrame& result) noexcept RT_NONBLOCKING;

  /// DecodePlan::decode() into `result`, which is as new: built in place, since a copy of what was just written in
  /// pieces waits for all of them; and whatever it calls, it calls last, so that nothing must be kept meanwhile.
  /// `kChosen` is multiplexed() for the same lanes.
  template <LaneKernel kRun, Walk kChosen>
  [[gnu::always_inline]] static void decode(const DecodePlan& plan, const CanFrame& frame, DecodeRoom& room,
                                            DecodedFrame& result) noexcept RT_NONBLOCKING {
    result.message = find(plan, frame);
    if (result.message == DecodedFrame::kUnknown) return;
    const Route& route = plan.routes_[result.message];
    if (route.way.is_choice()) return kChosen(plan, frame, room, result);
    run_block<kRun>(plan, route, route.block, route.groups, route.signal, frame, room, result);
  }

  /// The same for a message with multiplexers, which is in the result already.
  template <LaneKernel kRun>
  [[gnu::always_inline]] static void multiplexed(const DecodePlan& plan, const CanFrame& frame, DecodeRoom& room,
                                                 DecodedFrame& result) noexcept RT_NONBLOCKING {
    const Route& route = plan.routes_[result.message];
    const Block& block = follow(plan, route.way, frame, result.unlisted_selector);
    run_block<kRun>(plan, route, block, plan.groups_.data() + block.first_group, signals_of(plan, block), frame, room,
                    result);
  }

 private:
  using Block = DecodePlan::Block;
  using Choice = DecodePlan::Choice;
  using Kind = DecodePlan::Kind;
  using Route = DecodePlan::Route;
  using Target = DecodePlan::Target;

  [[gnu::always_inline]] static std::uint32_t find(const DecodePlan& plan,
                                                   const CanFrame& frame) noexcept RT_NONBLOCKING {
    if ((frame.flags & (kCanExtended | kCanRemote | kCanErrorFrame)) == 0)
      return frame.id < DecodePlan::kStandardIds ? plan.by_standard_id_[frame.id] : DecodedFrame::kUnknown;
    if ((frame.flags & (kCanRemote | kCanErrorFrame)) != 0) return DecodedFrame::kUnknown;
    const std::uint32_t message = plan.by_id_.find(frame.can_id().key());
    if (message != IdIndex::kNone || !plan.has_j1939_) return message;
    return plan.by_parameter_group_.find(parameter_group_key(frame.id));
  }

  [[gnu::always_inline]] static const std::uint32_t* signals_of(const DecodePlan& plan, const Block& block) noexcept {
    return plan.lane_signal_.data() + std::size_t{block.first_group} * LaneGroup::kLanes;
  }

  template <LaneKernel kRun>
  [[gnu::always_inline]] static void run_block(const DecodePlan& plan, const Route& route, const Block& block,
                                               const LaneGroup* groups, const std::uint32_t* signal,
                                               const CanFrame& frame, DecodeRoom& room,
                                               DecodedFrame& result) noexcept RT_NONBLOCKING {
    double* value = room.value.data()->lane.data();
    std::uint64_t* raw = room.raw.data()->lane.data();
    result.value = value;
    result.raw = raw;
    if (route.side_way_count != 0 || block.end_byte > frame.length) [[unlikely]]
      return append_all(plan, block, frame, room, result);
    result.signal = signal;
    result.count = block.count;
    kRun(groups, block.count, frame.data.data(), value, raw);
    if (block.side_count != 0) decode_sides(plan, block, frame.data.data(), value, raw);
  }

  /// The block at the end of the way. Ways never lead back, so this ends.
  [[gnu::always_inline]] static const Block& follow(const DecodePlan& plan, Target way, const CanFrame& frame,
                                                    bool& unlisted) noexcept RT_NONBLOCKING {
    std::uint32_t seen = 0;
    do {
      const Choice& choice = plan.choices_[way.index()];
      const bool is_present = choice.bits.end_byte <= frame.length;
      way = is_present ? choose(plan, choice, frame.data.data()) : choice.otherwise;
      if (way == choice.usual) way = read_anew(choice.usual);
      seen |= way.code;
    } while (way.is_choice());
    unlisted = unlisted || (seen & Target::kUnlisted) != 0;
    return plan.blocks_[way.index()];
  }

  /// The same value, read anew: where the branch that led here is foretold rightly, the CPU goes on with it without
  /// waiting for what the multiplexer's bits say. A compiler that knew the two to be equal would take the slow one.
  [[gnu::always_inline]] static Target read_anew(const Target& target) noexcept RT_NONBLOCKING {
    return {*static_cast<const volatile std::uint32_t*>(&target.code)};
  }

  [[gnu::always_inline]] static Target choose(const DecodePlan& plan, const Choice& choice,
                                              const std::uint8_t* payload) noexcept RT_NONBLOCKING {
    if (choice.direct_count == 0) return search(plan, choice, payload);
    std::uint64_t bits = 0;
    std::memcpy(&bits, payload + choice.bits.load_byte, sizeof bits);
    const std::uint64_t swapped = __builtin_bswap64(bits);
    bits = (choice.bits.big_endian ? swapped : bits) << choice.left >> choice.right;
    return choice.direct[std::min<std::uint64_t>(bits, choice.direct_count)];
  }

  static Target search(const DecodePlan& plan, const Choice& choice,
                       const std::uint8_t* payload) noexcept RT_NONBLOCKING;
  /// What no lane could hold.
  static void decode_sides(const DecodePlan& plan, const Block& block, const std::uint8_t* payload, double* value,
                           std::uint64_t* raw) noexcept RT_NONBLOCKING;
  /// The rare frames: too short for the block, or of a message with several ways.
  static void append_all(const DecodePlan& plan, const Block& block, const CanFrame& frame, DecodeRoom& room,
                         DecodedFrame& result) noexcept RT_NONBLOCKING;
  static void append(const DecodePlan& plan, const Block& block, const CanFrame& frame, DecodeRoom& room,
                     DecodedFrame& result) noexcept RT_NONBLOCKING;
};

}  // namespace tripline
