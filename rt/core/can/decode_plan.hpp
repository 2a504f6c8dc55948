// DBC files compiled to flat arrays, and the decoder that runs on them: a lookup, then per signal load, shift, scale.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rt/base/realtime.hpp"
#include "rt/base/result.hpp"
#include "rt/core/can/dbc_file.hpp"
#include "rt/core/can/decode_kernel.hpp"
#include "rt/core/can/id_index.hpp"
#include "rt/core/can/signal_bits.hpp"
#include "rt/port/can_bus.hpp"

namespace tripline {

/// What people are told about a signal; the catalogue.
struct SignalInfo {
  std::string name;         ///< unique in the plan: message.signal where the DBC repeats a name
  std::string signal_name;  ///< as the DBC has it
  std::uint32_t message = 0;
  double scale = 1;
  double offset = 0;
  double minimum = 0;
  double maximum = 0;
  bool is_signed = false;
  bool is_multiplexed = false;  ///< only in some of the message's payloads
  DbcValueType value_type = DbcValueType::kInteger;
  std::string unit;
  std::string comment;
  std::vector<DbcChoice> choices;
  SignalBits bits;
};

struct MessageInfo {
  std::string name;
  CanId id;
  nanoseconds cycle_time{0};  ///< 0: none declared
  std::uint32_t first_signal = 0;
  std::uint32_t signal_count = 0;
  bool is_j1939 = false;  ///< matched by parameter group, whoever sends it
};

/// Eight values in one cache line, as the kernels store them.
template <typename T>
struct alignas(64) LaneRow {
  std::array<T, LaneGroup::kLanes> lane{};
};

/// Room for the values of one frame; DecodePlan::make_room() makes it as large as the plan needs.
struct DecodeRoom {
  std::vector<LaneRow<double>> value;
  std::vector<LaneRow<std::uint64_t>> raw;
  std::vector<std::uint32_t> signal;
};

/// One value of a frame.
struct DecodedValue {
  std::uint32_t signal = 0;  ///< index in DecodePlan::signals()
  double value = 0;          ///< physical
  std::uint64_t raw = 0;     ///< the bits; of signed ones sign-extended to 64
};

/// What a frame carries. Lifetime: until the next decode() into the same room.
struct DecodedFrame {
  static constexpr std::uint32_t kUnknown = IdIndex::kNone;
  std::uint32_t message = kUnknown;  ///< index in DecodePlan::messages()
  std::uint32_t count = 0;           ///< values
  bool unlisted_selector = false;    ///< a multiplexer has a value that no signal asks for

  bool known() const noexcept { return message != kUnknown; }
  DecodedValue operator[](std::size_t i) const noexcept { return {signal[i], value[i], raw[i]}; }

  /// One entry a value each: index in DecodePlan::signals(), physical value, raw bits.
  const std::uint32_t* signal;
  const double* value;
  const std::uint64_t* raw;
};

class DecodePlan {
 public:
  /// Nothing is known.
  DecodePlan();
  DecodePlan(DecodePlan&&) = default;  // routes_ points into other vectors, which move along
  DecodePlan& operator=(DecodePlan&&) = default;

  /// Where files, or messages of one file, have the same id, the last one decodes, and conflicts() says so.
  /// Errors: kBadData beyond limits::kSignals or limits::kDecodeLanes.
  static Result<DecodePlan> compile(std::span<const DbcFile> files);
  static Result<DecodePlan> compile(std::span<const DbcFile> files, const DecodeKernel& kernel);

  /// The signals that fit in the frame's payload and are selected, multiplexers before what they select. Remote and
  /// error frames carry none. Thread: any, each with its own room. RT-safe: yes (no heap, no lock, bounded by the
  /// message's signals).
  DecodedFrame decode(const CanFrame& frame, DecodeRoom& room) const noexcept RT_NONBLOCKING {
    DecodedFrame result;
    kernel_.decode(*this, frame, room, result);
    return result;
  }

  /// RT-safe: no (allocates).
  DecodeRoom make_room() const;

  std::span<const SignalInfo> signals() const noexcept { return signals_; }
  std::span<const MessageInfo> messages() const noexcept { return messages_; }
  /// The instruction set that decode() uses, one of decode_kernels().
  std::string_view kernel() const noexcept { return kernel_.name; }
  /// One line each.
  std::span<const std::string> conflicts() const noexcept { return conflicts_; }

 private:
  friend class DecodePlanBuilder;
  friend class DecodeWalk;

  static constexpr std::uint32_t kStandardIds = 0x800;

  enum class Kind : std::uint8_t { kUnsigned, kSigned, kHalf, kFloat, kDouble };

  /// A signal that no lane can hold (floating point, more than kLaneBits): decoded by itself into slot `slot`.
  struct SideStep {
    SignalBits bits;
    Kind kind = Kind::kUnsigned;
    std::uint32_t slot = 0;
    double scale = 1;
    double offset = 0;
  };

  /// Signals that are in the payload together.
  struct Block {
    std::uint32_t first_group = 0;
    std::uint32_t count = 0;  ///< signals; signal i of the block is lane i of its groups
    std::uint32_t first_side = 0;
    std::uint32_t side_count = 0;
    std::uint32_t end_byte = 0;  ///< payload bytes that all of its signals need
  };

  /// Where the way through a message's multiplexers goes on: a block, the end of it, or one more choice.
  struct Target {
    static constexpr std::uint32_t kChoice = 0x80000000U;
    static constexpr std::uint32_t kUnlisted = 0x40000000U;  ///< no signal asks for the value that led here
    std::uint32_t code = 0;
    bool is_choice() const noexcept { return (code & kChoice) != 0; }
    std::uint32_t index() const noexcept { return code & ~(kChoice | kUnlisted); }
    Target unlisted() const noexcept { return {code | kUnlisted}; }
    friend bool operator==(Target, Target) = default;
  };

  struct Interval {
    std::int64_t first = 0;
    std::int64_t last = 0;
    Target target;
  };

  /// A multiplexer on its way: its raw value says where to go on.
  struct alignas(64) Choice {  // a line each: where the next one is must be known before it is asked
    SignalBits bits;
    std::uint8_t left = 0;   ///< as SignalBits::left(); only where there is no ninth byte
    std::uint8_t right = 0;  ///< 64 - length
    bool is_signed = false;
    Target usual;                      ///< where the first value that is asked for leads
    Target otherwise;                  ///< the multiplexer is not in the payload, or nobody asks for its value
    std::uint32_t first_interval = 0;  ///< sorted, without overlap
    std::uint32_t interval_count = 0;
    const Target* direct = nullptr;  ///< in direct_: where raw value 0, 1, … leads, and behind them all others
    std::uint32_t first_direct = 0;  ///< its index
    std::uint32_t direct_count = 0;  ///< above 0 only for signals without a ninth byte
  };

  /// What a message is made of: its main way, and one more for each multiplexer that has another one beside it. The
  /// main way has the signals that are always there; where it goes through no multiplexer, its block stands here.
  struct Route {
    const LaneGroup* groups = nullptr;      ///< of the block, in groups_
    const std::uint32_t* signal = nullptr;  ///< likewise, in lane_signal_
    Block block;
    Target way;
    std::uint32_t first_side_way = 0;  ///< in side_ways_
    std::uint32_t side_way_count = 0;
  };

  DecodeKernel kernel_;
  std::vector<SignalInfo> signals_;
  std::vector<MessageInfo> messages_;
  std::vector<Route> routes_;  ///< per message
  std::vector<Target> side_ways_;
  std::vector<Block> blocks_;
  std::vector<LaneGroup> groups_;
  std::vector<std::uint32_t> lane_signal_;  ///< per lane of all groups: index in signals_
  std::vector<std::uint8_t> lane_end_byte_;
  std::vector<SideStep> sides_;
  std::vector<Choice> choices_;
  std::vector<Interval> intervals_;
  std::vector<Target> direct_;
  IdIndex by_id_;
  IdIndex by_parameter_group_;
  std::array<std::uint32_t, kStandardIds> by_standard_id_;
  bool has_j1939_ = false;
  std::size_t most_values_ = 0;
  std::vector<std::string> conflicts_;
};

/// A J1939 id without priority and sender and, where the group is addressed (PF < 240), without destination
/// (SAE J1939-21, 5.1.2). Bits 8 to 25 of the id are the parameter group number.
constexpr std::uint32_t parameter_group_key(std::uint32_t id) noexcept {
  const std::uint32_t format = (id >> 16) & 0xFFU;
  return format < 240 ? id & 0x03FF0000U : id & 0x03FFFF00U;
}

}  // namespace tripline
