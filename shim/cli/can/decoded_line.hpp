// One decoded CAN frame as a line of text: JSON for programs, or names and units for people.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "hw/replay/logged_frame.hpp"
#include "rt/core/can/decode_plan.hpp"
#include "shim/cli/can/output_buffer.hpp"
#include "shim/cli/can/value_text.hpp"

namespace tripline {

/// Thread: one. Everything that is the same for every frame is made once. `plan` must outlive the writer.
class DecodedLine {
 public:
  explicit DecodedLine(const DecodePlan& plan) : plan_(plan), values_(plan) {}
  virtual ~DecodedLine() = default;

  /// Appends the line without its end. `bus` is the number of the line's bus.
  virtual void append(OutputBuffer& out, const LoggedFrame& line, std::size_t bus, const DecodedFrame& decoded) = 0;

 protected:
  const SignalInfo& info(const DecodedValue& value) const { return plan_.signals()[value.signal]; }
  const MessageInfo& message(const DecodedFrame& decoded) const { return plan_.messages()[decoded.message]; }
  const ValueText& values() const { return values_; }

 private:
  const DecodePlan& plan_;
  ValueText values_;
};

/// `{"t":…,"bus":"can0","id":68,"message":"Name"|null,"signals":{"name":1.5}}`; `"ext":true`, `"remote":true` and
/// `"error":true` behind the id only where it is so; `"data":"0A1B"` behind a message that is null, unless it is a
/// remote frame. NaN and infinity are null: JSON has no word for them.
class JsonLine final : public DecodedLine {
 public:
  explicit JsonLine(const DecodePlan& plan);
  void append(OutputBuffer& out, const LoggedFrame& line, std::size_t bus, const DecodedFrame& decoded) override;

 private:
  void append_bus(OutputBuffer& out, std::string_view name, std::size_t bus);
  static void append_unknown(OutputBuffer& out, const CanFrame& frame);

  std::vector<std::string> signal_keys_;    ///< `"name":`
  std::vector<std::string> message_names_;  ///< `"Name"`
  std::vector<std::string> bus_names_;      ///< `"can0"`
};

/// `(1757617431.821276) can0 204 [8] C0 00 7D 01 7A 00 00 00  Name  rpm=766 rpm  gear=3 (Third)`.
class TextLine final : public DecodedLine {
 public:
  using DecodedLine::DecodedLine;
  void append(OutputBuffer& out, const LoggedFrame& line, std::size_t bus, const DecodedFrame& decoded) override;

 private:
  static void append_frame(OutputBuffer& out, const CanFrame& frame);
  void append_value(OutputBuffer& out, const DecodedValue& value) const;
};

/// `text` as a JSON string with its quotes. Not UTF-8: each offending byte becomes U+FFFD.
std::string json_string(std::string_view text);

}  // namespace tripline
