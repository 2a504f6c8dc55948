// DBC files compiled to flat arrays, and the decoder that runs on them: a lookup, then per signal load, shift, scale.
#pragma once

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
};

struct MessageInfo {
  std::string name;
  CanId id;
  nanoseconds cycle_time{0};  ///< 0: none declared
  std::uint32_t first_signal = 0;
  std::uint32_t signal_count = 0;
};

/// Room for the values of one frame; DecodePlan::make_room() makes it as large as the plan needs.
struct DecodeRoom {
  std::vector<double> value;
  std::vector<std::uint64_t> raw;
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
  const std::uint32_t* signal = nullptr;
  const double* value = nullptr;
  const std::uint64_t* raw = nullptr;
};

class DecodePlan {
 public:
  /// Nothing is known.
  DecodePlan() = default;

  /// Where files, or messages of one file, have the same id, the last one decodes, and conflicts() says so.
  /// Errors: kBadData beyond limits::kSignals or limits::kDecodeLanes.
  static Result<DecodePlan> compile(std::span<const DbcFile> files);
  static Result<DecodePlan> compile(std::span<const DbcFile> files, const DecodeKernel& kernel);

  /// The signals that fit in the frame's payload and are selected, multiplexers before what they select. Remote and
  /// error frames carry none. Thread: any, each with its own room. RT-safe: yes (no heap, no lock, bounded by the
  /// message's signals).
  DecodedFrame decode(const CanFrame& frame, DecodeRoom& room) const noexcept RT_NONBLOCKING;

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

  enum class Kind : std::uint8_t { kUnsigned, kSigned, kFloat, kDouble };

  /// A signal that no lane can hold (floating point, more than kLaneBits): decoded by itself into slot `slot`.
  struct SideStep {
    SignalBits bits;
    Kind kind = Kind::kUnsigned;
    std::uint32_t slot = 0;
    double scale = 1;
    double offset = 0;
  };

  /// Signals that are in the payload together: those without a multiplexer, or those that one value selects.
  struct Block {
    std::uint32_t first_group = 0;
    std::uint32_t count = 0;  ///< signals; signal i of the block is lane i of its groups
    std::uint32_t first_side = 0;
    std::uint32_t side_count = 0;
    std::uint32_t end_byte = 0;      ///< payload bytes that all of its signals need
    std::uint64_t multiplexers = 0;  ///< those among its signals; bit i: the message's i-th
  };

  struct Interval {
    std::int64_t first = 0;
    std::int64_t last = 0;
    std::uint32_t block = 0;
  };

  /// A signal whose raw value chooses one more block.
  struct Multiplexer {
    SignalBits bits;
    bool is_signed = false;
    std::uint32_t first_interval = 0;  ///< sorted, without overlap
    std::uint32_t interval_count = 0;
    std::uint32_t first_direct = 0;  ///< in direct_: the block of raw value 0, 1, …; kNoBlock where there is none
    std::uint32_t direct_count = 0;  ///< above 0 only for signals without a ninth byte
  };

  /// What of a message is always there, and its multiplexers, each behind the one that selects it.
  struct Layout {
    std::uint32_t root = 0;  ///< block
    std::uint32_t first_multiplexer = 0;
    std::uint32_t multiplexer_count = 0;
  };

  static constexpr std::uint32_t kNoBlock = 0xFFFFFFFFU;
  static constexpr std::uint32_t kMostMultiplexers = 64;  ///< of one message

  std::uint32_t find(const CanFrame& frame) const noexcept RT_NONBLOCKING;
  std::uint32_t choose(const Multiplexer& multiplexer, const std::uint8_t* payload) const noexcept RT_NONBLOCKING;
  std::uint32_t search(const Multiplexer& multiplexer, const std::uint8_t* payload) const noexcept RT_NONBLOCKING;
  void decode_sides(const Block& block, const std::uint8_t* payload, double* value,
                    std::uint64_t* raw) const noexcept RT_NONBLOCKING;
  void decode_block(const Block& block, const std::uint8_t* payload, double* value,
                    std::uint64_t* raw) const noexcept RT_NONBLOCKING;
  std::uint32_t append_block(const Block& block, const CanFrame& frame, std::uint32_t count,
                             DecodeRoom& room) const noexcept RT_NONBLOCKING;
  void decode_selected(const CanFrame& frame, DecodeRoom& room, DecodedFrame& result) const noexcept RT_NONBLOCKING;
  std::uint32_t drop_absent(const Block& block, std::uint32_t length, std::uint32_t from,
                            DecodeRoom& room) const noexcept RT_NONBLOCKING;

  DecodeKernel kernel_;
  std::vector<SignalInfo> signals_;
  std::vector<MessageInfo> messages_;
  std::vector<Layout> layouts_;  ///< per message
  std::vector<Block> blocks_;
  std::vector<LaneGroup> groups_;
  std::vector<std::uint32_t> lane_signal_;  ///< per lane of all groups: index in signals_
  std::vector<std::uint8_t> lane_end_byte_;
  std::vector<SideStep> sides_;
  std::vector<Multiplexer> multiplexers_;
  std::vector<Interval> intervals_;
  std::vector<std::uint32_t> direct_;
  IdIndex by_id_;
  IdIndex by_parameter_group_;
  std::vector<std::uint32_t> by_standard_id_;
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
