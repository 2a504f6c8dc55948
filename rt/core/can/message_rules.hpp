// What makes a message invalid, beside silence: rules of the configuration, checked against the DBC and compiled.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "rt/base/result.hpp"
#include "rt/base/time.hpp"
#include "rt/core/can/checksum.hpp"
#include "rt/core/can/decode_plan.hpp"
#include "rt/core/can/signal_bits.hpp"

namespace tripline {

/// One rule as a person writes it; fields as in wire::CanMessageRule.
struct MessageRuleText {
  std::string message;  ///< name, or id as 0x1A5
  std::string bus;      ///< empty: any
  std::string counter;  ///< signal, or bits as 52|4@1; empty: none
  std::uint8_t counter_step_max = 1;
  ChecksumKind checksum_kind = ChecksumKind::kNone;
  std::string checksum;  ///< signal or bits
  std::uint8_t covered_first = 0;
  std::uint8_t covered_last = 63;
  int start = -1;      ///< -1: the kind's usual one
  int final_xor = -1;  ///< -1: the kind's usual one
  std::vector<std::uint8_t> data_ids;
  nanoseconds cycle{0};       ///< 0: the DBC's
  double timeout_cycles = 0;  ///< 0: the default of the bus
};

struct MessageRule {
  std::uint32_t message = 0;  ///< index in DecodePlan::messages()
  bool must_come = false;     ///< it is told when it never comes
  bool has_counter = false;
  SignalBits counter;
  std::uint8_t counter_step_max = 1;
  ChecksumRule checksum;
  nanoseconds cycle{0};
  double timeout_cycles = 0;
};

/// The rules that hold on the bus called `bus`, at most one a message. All are checked, whatever their bus.
/// Errors: kBadConfig with `can.rules: item n: field: what is wrong; what helps`.
Result<std::vector<MessageRule>> compile_rules(std::span<const MessageRuleText> rules, const DecodePlan& plan,
                                               const std::string& bus);

}  // namespace tripline
