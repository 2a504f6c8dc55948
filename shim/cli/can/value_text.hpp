// Physical values as text: the shortest that reads back as the same number, made in a way that fits each signal.
#pragma once

#include <cstdint>
#include <vector>

#include "rt/core/can/decode_plan.hpp"
#include "shim/cli/can/output_buffer.hpp"

namespace tripline {

/// Thread: any; made once per plan. Integers that a double cannot hold are computed as integers, so that every digit is
/// there. Values of signals with a decimal scale (0.25, 0.1) are whole numbers of their last decimal: that is several
/// times faster than the general way, which the rest takes.
class ValueText {
 public:
  explicit ValueText(const DecodePlan& plan);

  /// False, and nothing appended, for NaN and infinity.
  bool append(OutputBuffer& out, const DecodedValue& value) const;

 private:
  struct Format {
    bool is_whole = false;  ///< raw, scale and offset are integers
    bool is_signed = false;
    std::uint8_t decimals = 0;  ///< of scale and offset; kAny: too many
    std::int64_t scale = 1;
    std::int64_t offset = 0;
  };
  static constexpr std::uint8_t kAny = 0xFF;

  static Format format_of(const SignalInfo& signal);
  static bool append_whole(OutputBuffer& out, const Format& format, std::uint64_t raw);
  static bool append_decimal(OutputBuffer& out, std::uint8_t decimals, double value);

  std::vector<Format> formats_;  ///< per signal of the plan
};

}  // namespace tripline
