// One decoded CAN frame as a line of text: JSON for programs, or names and units for people.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "hw/replay/candump_line.hpp"
#include "rt/core/can/decode_plan.hpp"
#include "shim/cli/output_buffer.hpp"

namespace tripline {

/// Thread: one. Everything that is the same for every frame is made once. `plan` must outlive the writer.
class DecodedLine {
 public:
  explicit DecodedLine(const DecodePlan& plan);
  virtual ~DecodedLine() = default;

  /// Appends the line without its end.
  virtual void append(OutputBuffer& out, const CandumpLine& line, const DecodedFrame& decoded) const = 0;

 protected:
  const SignalInfo& info(const DecodedValue& value) const { return plan_.signals()[value.signal]; }
  const MessageInfo& message(const DecodedFrame& decoded) const { return plan_.messages()[decoded.message]; }
  /// The physical value with every digit: integers that a double cannot hold are computed as integers. Returns false,
  /// and appends nothing, for NaN and infinity.
  bool append_value(OutputBuffer& out, const DecodedValue& value) const;

 private:
  const DecodePlan& plan_;
  std::vector<std::uint8_t> is_whole_;  ///< per signal: raw, scale and offset are integers
};

/// `{"t":…,"bus":"can0","id":68,"message":"Name"|null,"signals":{"name":1.5}}`; `"ext":true`, `"remote":true` and
/// `"error":true` behind the id only where it is so. NaN and infinity are null: JSON has no word for them.
class JsonLine final : public DecodedLine {
 public:
  explicit JsonLine(const DecodePlan& plan);
  void append(OutputBuffer& out, const CandumpLine& line, const DecodedFrame& decoded) const override;

 private:
  std::vector<std::string> signal_keys_;    ///< `"name":`
  std::vector<std::string> message_names_;  ///< `"Name"`
};

/// `(1757617431.821276) can0 204 [8] C0 00 7D 01 7A 00 00 00  Name  rpm=766 rpm  gear=3 (Third)`.
class TextLine final : public DecodedLine {
 public:
  using DecodedLine::DecodedLine;
  void append(OutputBuffer& out, const CandumpLine& line, const DecodedFrame& decoded) const override;
};

/// `text` as a JSON string with its quotes. Not UTF-8: each offending byte becomes U+FFFD.
std::string json_string(std::string_view text);

}  // namespace tripline
