#include "shim/cli/can/decoded_line.hpp"

#include <cmath>

#include "rt/core/can/utf8.hpp"
#include "shim/cli/can/frame_text.hpp"

namespace tripline {
namespace {

void append_choice(OutputBuffer& out, const SignalInfo& signal, std::uint64_t raw) {
  for (const DbcChoice& choice : signal.choices) {
    if (choice.raw != static_cast<std::int64_t>(raw)) continue;
    out.append(" (");
    out.append(choice.name);
    return out.append(')');
  }
}

}  // namespace

std::string json_string(std::string_view text) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string out = "\"";
  for (const char c : to_utf8(text)) {
    if (c == '"' || c == '\\') out.push_back('\\');
    if (static_cast<unsigned char>(c) >= 0x20)
      out.push_back(c);
    else
      out.append("\\u00").append(1, kHex[(c >> 4) & 0xF]).append(1, kHex[c & 0xF]);
  }
  return out + "\"";
}

JsonLine::JsonLine(const DecodePlan& plan) : DecodedLine(plan) {
  for (const SignalInfo& signal : plan.signals()) signal_keys_.push_back(json_string(signal.signal_name) + ":");
  for (const MessageInfo& message : plan.messages()) message_names_.push_back(json_string(message.name));
}

void JsonLine::append_bus(OutputBuffer& out, std::string_view name, std::size_t bus) {
  if (bus >= bus_names_.size()) bus_names_.resize(bus + 1);
  if (bus_names_[bus].empty()) bus_names_[bus] = json_string(name);
  out.append(bus_names_[bus]);
}

void JsonLine::append_unknown(OutputBuffer& out, const CanFrame& frame) {
  out.append("null");
  if ((frame.flags & kCanRemote) != 0) return;
  out.append(",\"data\":\"");
  append_frame_data(out, frame);
  out.append('"');
}

void JsonLine::append(OutputBuffer& out, const LoggedFrame& line, std::size_t bus, const DecodedFrame& decoded) {
  out.append("{\"t\":");
  out.append(line.time_text);
  out.append(",\"bus\":");
  append_bus(out, line.bus, bus);
  out.append(",\"id\":");
  out.append_number(line.frame.id);
  if ((line.frame.flags & kCanExtended) != 0) out.append(",\"ext\":true");
  if ((line.frame.flags & kCanRemote) != 0) out.append(",\"remote\":true");
  if ((line.frame.flags & kCanErrorFrame) != 0) out.append(",\"error\":true");
  out.append(",\"message\":");
  if (decoded.known())
    out.append(message_names_[decoded.message]);
  else
    append_unknown(out, line.frame);
  out.append(",\"signals\":{");
  for (std::size_t i = 0; i < decoded.count; ++i) {
    if (i > 0) out.append(',');
    out.append(signal_keys_[decoded.signal[i]]);
    if (!values().append(out, decoded[i])) out.append("null");
  }
  out.append("}}");
}

void TextLine::append_frame(OutputBuffer& out, const CanFrame& frame) {
  append_frame_id(out, frame);
  out.append(" [");
  out.append_number(static_cast<unsigned>(frame.length));
  out.append(']');
  if ((frame.flags & kCanRemote) != 0) return out.append(" remote request");
  for (std::size_t i = 0; i < frame.length; ++i) {
    out.append(' ');
    out.append_hex(frame.data[i], 2);
  }
}

void TextLine::append_value(OutputBuffer& out, const DecodedValue& value) const {
  const SignalInfo& signal = info(value);
  out.append("  ");
  out.append(signal.signal_name);
  out.append('=');
  if (!values().append(out, value)) out.append(std::isnan(value.value) ? "nan" : value.value > 0 ? "inf" : "-inf");
  if (!signal.unit.empty()) out.append(' ');
  out.append(signal.unit);
  append_choice(out, signal, value.raw);
}

void TextLine::append(OutputBuffer& out, const LoggedFrame& line, std::size_t /*bus*/, const DecodedFrame& decoded) {
  const bool is_error = (line.frame.flags & kCanErrorFrame) != 0;
  out.append('(');
  out.append(line.time_text);
  out.append(") ");
  out.append(line.bus);
  out.append(' ');
  append_frame(out, line.frame);
  out.append("  ");
  out.append(decoded.known() ? std::string_view(message(decoded).name) : is_error ? "error frame" : "-");
  for (std::size_t i = 0; i < decoded.count; ++i) append_value(out, decoded[i]);
}

}  // namespace tripline
