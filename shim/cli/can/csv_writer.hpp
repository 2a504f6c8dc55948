// A log as CSV (RFC 4180, with line feeds alone): raw frames, or the values that DBC files give them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "rt/core/can/decode_plan.hpp"
#include "shim/cli/can/log_writer.hpp"
#include "shim/cli/can/value_text.hpp"

namespace tripline {

/// `time,bus,id,flags,length,data`: id in hex as candump has it; flags are letters: X extended, R remote, F FD, B
/// bit-rate switch, S error-state indicator, E error frame.
class FrameCsvWriter final : public LogWriter {
 public:
  void begin(OutputBuffer& out) override { out.append("time,bus,id,flags,length,data\n"); }
  void append(OutputBuffer& out, const LoggedFrame& line, std::size_t bus) override;
};

/// `time,bus,id,message,signal,value,unit`: one line a value. NaN and infinity are written as nan, inf and -inf.
/// `is_chosen` as choose_signals() makes it. `plan` must outlive the writer.
class ValueCsvWriter final : public LogWriter {
 public:
  ValueCsvWriter(const DecodePlan& plan, std::vector<std::uint8_t> is_chosen);
  void begin(OutputBuffer& out) override { out.append("time,bus,id,message,signal,value,unit\n"); }
  void append(OutputBuffer& out, const LoggedFrame& line, std::size_t bus) override;

 private:
  const DecodePlan& plan_;
  std::vector<std::uint8_t> is_chosen_;
  ValueText values_;
  DecodeRoom room_;
  std::vector<std::string> names_;  ///< per signal: `,message,signal,`
  std::vector<std::string> units_;  ///< per signal: `,unit` and the line's end
};

/// `time,bus,id,<one column a chosen signal>`: one line a frame that has any of them, with what that frame carries.
class WideCsvWriter final : public LogWriter {
 public:
  WideCsvWriter(const DecodePlan& plan, const std::vector<std::uint8_t>& is_chosen);
  void begin(OutputBuffer& out) override;
  void append(OutputBuffer& out, const LoggedFrame& line, std::size_t bus) override;

 private:
  static constexpr std::uint32_t kNone = 0xFFFFFFFFU;

  const DecodePlan& plan_;
  ValueText values_;
  DecodeRoom room_;
  std::vector<std::uint32_t> column_of_;  ///< per signal; kNone: not chosen
  std::vector<std::uint32_t> signals_;    ///< per column
  std::vector<std::uint32_t> place_of_;   ///< per column: in the decoded frame; kNone: not in it
};

/// A field as CSV has it: in quotes where it has to be.
std::string csv_field(std::string_view text);

}  // namespace tripline
