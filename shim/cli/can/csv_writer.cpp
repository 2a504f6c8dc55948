#include "shim/cli/can/csv_writer.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "shim/cli/can/frame_text.hpp"

namespace tripline {
namespace {

struct Letter {
  CanFlag flag;
  char letter;
};
constexpr std::array<Letter, 6> kLetters{{{kCanExtended, 'X'},
                                          {kCanRemote, 'R'},
                                          {kCanFd, 'F'},
                                          {kCanBitRateSwitch, 'B'},
                                          {kCanErrorStateIndicator, 'S'},
                                          {kCanErrorFrame, 'E'}}};

/// Names of buses that need quotes are rare: most are looked at and taken as they are.
void append_start(OutputBuffer& out, const LoggedFrame& line) {
  append_log_time(out, line);
  out.append(',');
  if (line.bus.find_first_of(",\"\r\n") == std::string_view::npos)
    out.append(line.bus);
  else
    out.append(csv_field(line.bus));
  out.append(',');
  append_frame_id(out, line.frame);
}

void append_value(OutputBuffer& out, const ValueText& values, const DecodedValue& value) {
  if (values.append(out, value)) return;
  out.append(std::isnan(value.value) ? "nan" : value.value > 0 ? "inf" : "-inf");
}

}  // namespace

std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string field = "\"";
  for (const char c : text) {
    if (c == '"') field.push_back('"');
    field.push_back(c);
  }
  return field + "\"";
}

void FrameCsvWriter::append(OutputBuffer& out, const LoggedFrame& line, std::size_t /*bus*/) {
  append_start(out, line);
  out.append(',');
  for (const Letter& letter : kLetters)
    if ((line.frame.flags & letter.flag) != 0) out.append(letter.letter);
  out.append(',');
  out.append_number(static_cast<unsigned>(line.frame.length));
  out.append(',');
  if ((line.frame.flags & kCanRemote) == 0) append_frame_data(out, line.frame);
  out.append('\n');
}

ValueCsvWriter::ValueCsvWriter(const DecodePlan& plan, std::vector<std::uint8_t> is_chosen)
    : plan_(plan), is_chosen_(std::move(is_chosen)), values_(plan), room_(plan.make_room()) {
  for (const SignalInfo& signal : plan.signals()) {
    names_.push_back("," + csv_field(plan.messages()[signal.message].name) + "," + csv_field(signal.signal_name) + ",");
    units_.push_back("," + csv_field(signal.unit) + "\n");
  }
}

void ValueCsvWriter::append(OutputBuffer& out, const LoggedFrame& line, std::size_t /*bus*/) {
  const DecodedFrame decoded = plan_.decode(line.frame, room_);
  for (std::size_t i = 0; i < decoded.count; ++i) {
    const DecodedValue value = decoded[i];
    if (is_chosen_[value.signal] == 0) continue;
    append_start(out, line);
    out.append(names_[value.signal]);
    append_value(out, values_, value);
    out.append(units_[value.signal]);
  }
}

WideCsvWriter::WideCsvWriter(const DecodePlan& plan, const std::vector<std::uint8_t>& is_chosen)
    : plan_(plan), values_(plan), room_(plan.make_room()), column_of_(is_chosen.size(), kNone) {
  for (std::uint32_t signal = 0; signal < is_chosen.size(); ++signal) {
    if (is_chosen[signal] == 0) continue;
    column_of_[signal] = static_cast<std::uint32_t>(signals_.size());
    signals_.push_back(signal);
  }
  place_of_.resize(signals_.size());
}

void WideCsvWriter::begin(OutputBuffer& out) {
  out.append("time,bus,id");
  for (const std::uint32_t signal : signals_) {
    out.append(',');
    out.append(csv_field(plan_.signals()[signal].name));
  }
  out.append('\n');
}

void WideCsvWriter::append(OutputBuffer& out, const LoggedFrame& line, std::size_t /*bus*/) {
  const DecodedFrame decoded = plan_.decode(line.frame, room_);
  std::fill(place_of_.begin(), place_of_.end(), kNone);
  bool has_any = false;
  for (std::uint32_t i = 0; i < decoded.count; ++i) {
    const std::uint32_t column = column_of_[decoded.signal[i]];
    if (column == kNone) continue;
    place_of_[column] = i;
    has_any = true;
  }
  if (!has_any) return;
  append_start(out, line);
  for (const std::uint32_t place : place_of_) {
    out.append(',');
    if (place != kNone) append_value(out, values_, decoded[place]);
  }
  out.append('\n');
}

}  // namespace tripline
