#include "tests/hw/sim/dbc_reference.hpp"

#include <regex>
#include <sstream>

namespace tripline {
namespace {

ReferenceSignal read_signal(const std::smatch& match) {
  ReferenceSignal signal;
  signal.name = match[1];
  const std::string mux = match[2];
  signal.selects = mux == "M";
  if (mux.size() > 1) signal.page = std::stoull(mux.substr(1));
  signal.start = static_cast<unsigned>(std::stoul(match[3]));
  signal.bits = static_cast<unsigned>(std::stoul(match[4]));
  signal.intel = match[5] == "1";
  signal.is_signed = match[6] == "-";
  signal.factor = std::stod(match[7]);
  signal.offset = std::stod(match[8]);
  signal.min = std::stod(match[9]);
  signal.max = std::stod(match[10]);
  return signal;
}

std::uint64_t raw_bits(const ReferenceSignal& signal, const CanFrame& frame) {
  std::uint64_t raw = 0;
  unsigned bit = signal.start;
  for (unsigned i = 0; i < signal.bits; ++i) {
    const std::uint64_t value = frame.data[bit / 8] >> bit % 8 & 1U;
    raw = signal.intel ? raw | value << i : raw << 1 | value;
    if (signal.intel) {
      ++bit;
    } else {
      bit = bit % 8 != 0 ? bit - 1 : bit + 15;  // from the lowest bit of a byte to the highest of the next
    }
  }
  return raw;
}

double physical(const ReferenceSignal& signal, const CanFrame& frame) {
  const std::uint64_t raw = raw_bits(signal, frame);
  const bool negative = signal.is_signed && (raw >> (signal.bits - 1) & 1) != 0;
  const double value = static_cast<double>(raw) - (negative ? static_cast<double>(1ULL << signal.bits) : 0.0);
  return value * signal.factor + signal.offset;
}

}  // namespace

ReferenceDbc read_dbc(std::string_view text) {
  const std::regex message_line(R"(BO_ (\d+) \w+: (\d+) \w+)");
  const std::regex signal_line(
      R"( SG_ (\w+) ?(M|m\d+)? : (\d+)\|(\d+)@([01])([+-]) \(([^,]+),([^)]+)\) \[([^|]+)\|([^\]]+)\] "[^"]*" +\w+)");
  const std::regex cycle_line(R"(BA_ "GenMsgCycleTime" BO_ (\d+) (\d+);)");
  ReferenceDbc dbc;
  ReferenceMessage* message = nullptr;
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);) {
    std::smatch match;
    if (std::regex_match(line, match, message_line)) {
      message = &dbc[static_cast<std::uint32_t>(std::stoul(match[1]))];
      message->length = static_cast<std::uint8_t>(std::stoul(match[2]));
    } else if (std::regex_match(line, match, signal_line)) {
      message->signals.push_back(read_signal(match));
    } else if (std::regex_match(line, match, cycle_line)) {
      dbc.at(static_cast<std::uint32_t>(std::stoul(match[1]))).cycle_ms = std::stol(match[2]);
    }
  }
  return dbc;
}

std::map<std::string, double> decode(const ReferenceMessage& message, const CanFrame& frame) {
  std::uint64_t page = 0;
  for (const ReferenceSignal& signal : message.signals)
    if (signal.selects) page = raw_bits(signal, frame);
  std::map<std::string, double> values;
  for (const ReferenceSignal& signal : message.signals)
    if (!signal.page || *signal.page == page) values[signal.name] = physical(signal, frame);
  return values;
}

}  // namespace tripline
