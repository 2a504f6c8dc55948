// DBC files compiled to flat arrays, and the decoder that runs on them: a lookup, then per signal load, shift, scale.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "rt/base/realtime.hpp"
#include "rt/base/result.hpp"
#include "rt/core/can/dbc_file.hpp"
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

struct DecodedValue {
  std::uint32_t signal = 0;  ///< index in DecodePlan::signals()
  double value = 0;          ///< physical
  std::uint64_t raw = 0;     ///< the bits; of signed ones sign-extended to 64
};

struct DecodeResult {
  static constexpr std::uint32_t kUnknown = IdIndex::kNone;
  std::uint32_t message = kUnknown;  ///< index in DecodePlan::messages()
  std::uint32_t count = 0;           ///< values written
  bool unlisted_selector = false;    ///< a multiplexer has a value that no signal asks for
  bool known() const noexcept { return message != kUnknown; }
};

class DecodePlan {
 public:
  /// Nothing is known.
  DecodePlan() = default;

  /// Where files, or messages of one file, have the same id, the last one decodes, and conflicts() says so.
  /// Errors: kBadData beyond limits::kSignals.
  static Result<DecodePlan> compile(std::span<const DbcFile> files);

  /// Writes what the frame carries to the front of `out`: signals that fit in its payload and are selected. Remote and
  /// error frames carry none. Thread: any. RT-safe: yes (no heap, no lock, bounded by the message's signals).
  /// `out` of most_values() is always long enough; a shorter one is filled and the rest left out.
  DecodeResult decode(const CanFrame& frame, std::span<DecodedValue> out) const noexcept RT_NONBLOCKING;

  std::span<const SignalInfo> signals() const noexcept { return signals_; }
  std::span<const MessageInfo> messages() const noexcept { return messages_; }
  /// Values that one frame can carry at most.
  std::size_t most_values() const noexcept { return most_values_; }
  /// One line each.
  std::span<const std::string> conflicts() const noexcept { return conflicts_; }

 private:
  friend class DecodePlanBuilder;

  enum class Kind : std::uint8_t { kUnsigned, kSigned, kFloat, kDouble };
  static constexpr std::uint8_t kNoSelector = 0xFF;

  /// One row per signal. A multiplexer comes before what it selects.
  struct SignalStep {
    SignalBits bits;
    Kind kind = Kind::kUnsigned;
    std::uint8_t is_selector = kNoSelector;  ///< where its raw value is kept for the steps that follow
    std::uint8_t selected_by = kNoSelector;
    std::uint32_t first_range = 0;
    std::uint32_t range_count = 0;
    std::uint32_t signal = 0;
    double scale = 1;
    double offset = 0;
  };
  struct Selectors;

  std::uint32_t find(const CanFrame& frame) const noexcept RT_NONBLOCKING;
  bool is_selected(const SignalStep& step, Selectors& selectors) const noexcept RT_NONBLOCKING;

  std::vector<SignalInfo> signals_;
  std::vector<MessageInfo> messages_;
  std::vector<SignalStep> steps_;
  std::vector<DbcSelectorRange> ranges_;
  IdIndex by_id_;
  IdIndex by_parameter_group_;
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
