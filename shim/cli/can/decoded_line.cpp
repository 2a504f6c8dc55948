#include "shim/cli/decoded_line.hpp"

#include <cmath>

#include "rt/core/can/utf8.hpp"

namespace tripline {
namespace {

constexpr double kWholeLimit = 9007199254740992.0;  // 2^53: up to here a double is every integer
constexpr char kHex[] = "0123456789ABCDEF";

bool is_whole(double number) { return std::floor(number) == number && std::fabs(number) < kWholeLimit; }

__extension__ using Wide = __int128;  // 64 bits of raw value times 53 of scale need not fit in 64

bool append_whole(OutputBuffer& out, const SignalInfo& signal, std::uint64_t raw) {
  const Wide number = signal.is_signed ? Wide{static_cast<std::int64_t>(raw)} : Wide{raw};
  const Wide value = number * static_cast<std::int64_t>(signal.scale) + static_cast<std::int64_t>(signal.offset);
  if (value > Wide{UINT64_MAX} || value < Wide{INT64_MIN}) return false;
  if (value < 0)
    out.append_number(static_cast<std::int64_t>(value));
  else
    out.append_number(static_cast<std::uint64_t>(value));
  return true;
}

void append_hex(OutputBuffer& out, std::uint32_t value, int digits) {
  for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) out.append(kHex[(value >> shift) & 0xFU]);
}

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

DecodedLine::DecodedLine(const DecodePlan& plan) : plan_(plan) {
  for (const SignalInfo& signal : plan.signals())
    is_whole_.push_back(signal.value_type == DbcValueType::kInteger && is_whole(signal.scale) &&
                        is_whole(signal.offset));
}

bool DecodedLine::append_value(OutputBuffer& out, const DecodedValue& value) const {
  if (is_whole_[value.signal] != 0 && append_whole(out, info(value), value.raw)) return true;
  if (!std::isfinite(value.value)) return false;
  out.append_number(value.value);
  return true;
}

JsonLine::JsonLine(const DecodePlan& plan) : DecodedLine(plan) {
  for (const SignalInfo& signal : plan.signals()) signal_keys_.push_back(json_string(signal.signal_name) + ":");
  for (const MessageInfo& message : plan.messages()) message_names_.push_back(json_string(message.name));
}

void JsonLine::append(OutputBuffer& out, const CandumpLine& line, const DecodedFrame& decoded) const {
  out.append("{\"t\":");
  out.append(line.time_text);
  out.append(",\"bus\":");
  out.append(json_string(line.bus));
  out.append(",\"id\":");
  out.append_number(line.frame.id);
  if ((line.frame.flags & kCanExtended) != 0) out.append(",\"ext\":true");
  if ((line.frame.flags & kCanRemote) != 0) out.append(",\"remote\":true");
  if ((line.frame.flags & kCanErrorFrame) != 0) out.append(",\"error\":true");
  out.append(",\"message\":");
  out.append(decoded.known() ? std::string_view(message_names_[decoded.message]) : "null");
  out.append(",\"signals\":{");
  for (std::size_t i = 0; i < decoded.count; ++i) {
    if (i > 0) out.append(',');
    out.append(signal_keys_[decoded.signal[i]]);
    if (!append_value(out, decoded[i])) out.append("null");
  }
  out.append("}}");
}

void TextLine::append(OutputBuffer& out, const CandumpLine& line, const DecodedFrame& decoded) const {
  const CanFrame& frame = line.frame;
  const bool is_error = (frame.flags & kCanErrorFrame) != 0;
  out.append('(');
  out.append(line.time_text);
  out.append(") ");
  out.append(line.bus);
  out.append(' ');
  append_hex(out, is_error ? frame.id | 0x20000000U : frame.id, is_error || (frame.flags & kCanExtended) != 0 ? 8 : 3);
  out.append(" [");
  out.append_number(static_cast<unsigned>(frame.length));
  out.append(']');
  const bool is_remote = (frame.flags & kCanRemote) != 0;
  if (is_remote) out.append(" remote request");
  for (std::size_t i = 0; !is_remote && i < frame.length; ++i) {
    out.append(' ');
    append_hex(out, frame.data[i], 2);
  }
  out.append("  ");
  out.append(decoded.known() ? std::string_view(message(decoded).name) : is_error ? "error frame" : "-");
  for (std::size_t i = 0; i < decoded.count; ++i) {
    const DecodedValue value = decoded[i];
    const SignalInfo& signal = info(value);
    out.append("  ");
    out.append(signal.signal_name);
    out.append('=');
    if (!append_value(out, value)) out.append(std::isnan(value.value) ? "nan" : value.value > 0 ? "inf" : "-inf");
    if (!signal.unit.empty()) out.append(' ');
    out.append(signal.unit);
    append_choice(out, signal, value.raw);
  }
}

}  // namespace tripline
