// Thins out what is decoded: chosen signals only, and only what is new.
#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "rt/core/can/decode_plan.hpp"

namespace tripline {

/// Thread: one. A value is new when its bits differ from the last ones of the same signal on the same bus.
class ValueFilter {
 public:
  /// `is_chosen` as choose_signals() makes it; `changed_only`: leave out what is not new.
  ValueFilter(std::vector<std::uint8_t> is_chosen, bool changed_only);

  /// The values of the frame that are wanted. Lifetime: until the next call.
  DecodedFrame keep(std::size_t bus, const DecodedFrame& decoded);

  /// True when the frame's payload differs from the last one of its id on its bus. Of limits::kCanIds ids; frames of
  /// further ones are always new.
  bool is_new(std::size_t bus, const CanFrame& frame);

 private:
  struct Last {
    std::uint64_t raw = 0;
    bool is_known = false;
  };
  bool is_wanted(std::vector<Last>& last, const DecodedValue& value);

  std::vector<std::uint8_t> is_chosen_;
  bool changed_only_;
  std::vector<std::vector<Last>> last_;  ///< per bus and signal; empty until the bus has one
  std::unordered_map<std::uint64_t, CanFrame> last_frame_;
  std::vector<std::uint32_t> signal_;  ///< what keep() kept
  std::vector<double> value_;
  std::vector<std::uint64_t> raw_;
};

}  // namespace tripline
