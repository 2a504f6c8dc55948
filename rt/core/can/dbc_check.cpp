#include "rt/core/can/dbc_check.hpp"

#include <bitset>
#include <string>
#include <unordered_map>
#include <utility>

#include "rt/core/can/signal_bits.hpp"

namespace tripline {
namespace {

void warn(DbcFile& file, std::uint32_t line, std::string text) {
  file.diagnostics.push_back({DbcSeverity::kWarning, line, 1, std::move(text)});
}

void check_ids(DbcFile& file) {
  std::unordered_map<std::uint32_t, std::string> names;
  for (std::size_t i = 0; i < file.messages.size(); ++i) {
    const DbcMessage& message = file.messages[i];
    const auto [it, is_new] = names.emplace(message.id.key(), message.name);
    if (is_new || message.is_pseudo) continue;
    warn(file, message.line, "'" + message.name + "' has the id of '" + it->second + "'; the last one decodes");
    it->second = message.name;
  }
}

void check_signal(DbcFile& file, const DbcMessage& message, const DbcSignal& signal) {
  const std::string name = "'" + signal.name + "'";
  if (!is_decodable(signal)) {
    warn(file, signal.line,
         name + " is " + std::to_string(signal.length_bits) + " bits long from bit " +
             std::to_string(signal.start_bit) + "; it is not decoded");
  } else if (!message.is_pseudo && signal_bits(signal).end_byte > message.length_bytes) {
    warn(file, signal.line,
         name + " ends in byte " + std::to_string(signal_bits(signal).end_byte) + " of '" + message.name +
             "', which has " + std::to_string(message.length_bytes));
  }
}

// Multiplexed signals share bits on purpose; only what is always there is compared.
void check_overlap(DbcFile& file, const DbcMessage& message) {
  std::bitset<512> taken;
  for (const DbcSignal& signal : message.signals) {
    if (message.is_pseudo || signal.multiplexer >= 0 || !is_decodable(signal)) continue;
    const SignalBits bits = signal_bits(signal);
    bool overlaps = false;
    for (std::uint32_t i = 0; i < signal.length_bits; ++i) {
      const std::uint32_t bit = bits.bit(i);
      overlaps = overlaps || taken[bit];
      taken[bit] = true;
    }
    if (overlaps) warn(file, signal.line, "'" + signal.name + "' shares bits with another signal; both are decoded");
  }
}

}  // namespace

void check_dbc(DbcFile& file) {
  check_ids(file);
  const std::size_t count = file.messages.size();
  for (std::size_t i = 0; i < count; ++i) {
    const DbcMessage& message = file.messages[i];
    for (const DbcSignal& signal : message.signals) check_signal(file, message, signal);
    check_overlap(file, message);
  }
}

}  // namespace tripline
