#include "rt/core/can/encode_message.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "rt/core/can/encode_signal.hpp"
#include "rt/core/can/signal_bits.hpp"

namespace tripline {
namespace {

constexpr std::size_t kClassicBytes = 8;
constexpr std::array<std::uint8_t, 7> kFdLengths{12, 16, 20, 24, 32, 48, 64};  // ISO 11898-1, beyond 8

std::int64_t extended(const DbcSignal& signal, std::uint64_t raw) {
  const std::uint32_t above = 64U - signal.length_bits;
  return signal.is_signed ? static_cast<std::int64_t>(raw << above) >> above : static_cast<std::int64_t>(raw);
}

bool selects(const DbcSignal& multiplexer, std::uint64_t raw, const DbcSignal& signal) {
  const std::int64_t value = extended(multiplexer, raw);
  return std::any_of(signal.selectors.begin(), signal.selectors.end(),
                     [value](const DbcSelectorRange& range) { return value >= range.first && value <= range.last; });
}

/// One frame in the making: what is known of each signal's bits.
class MessageEncoder {
 public:
  explicit MessageEncoder(const DbcMessage& message) : message_(message), raw_(message.signals.size()) {}

  Result<void> set(const SignalSetting& setting);
  Result<void> select();
  Result<CanFrame> frame();

 private:
  Error wrong(const std::string& text) const { return {ExitCode::kUsage, message_.name + ": " + text}; }
  Result<void> check_place(const DbcSignal& signal) const;
  Result<void> select_for(std::size_t signal);
  bool is_present(std::size_t signal) const;
  std::uint64_t start_bits(const DbcSignal& signal) const;
  void put_all(CanFrame& frame) const;

  const DbcMessage& message_;
  std::vector<std::optional<std::uint64_t>> raw_;  ///< per signal: its bits, once something asked for them
  std::vector<std::size_t> set_;                   ///< signals that were set, in this order
};

Result<void> MessageEncoder::check_place(const DbcSignal& signal) const {
  if (!is_decodable(signal)) return wrong("'" + signal.name + "' has no place that can be written");
  const std::uint32_t end = signal_bits(signal).end_byte;
  if (end <= message_.length_bytes) return {};
  return wrong("'" + signal.name + "' ends in byte " + std::to_string(end) + " of a message of " +
               std::to_string(message_.length_bytes));
}

Result<void> MessageEncoder::set(const SignalSetting& setting) {
  const auto found = std::find_if(message_.signals.begin(), message_.signals.end(),
                                  [&](const DbcSignal& signal) { return signal.name == setting.signal; });
  if (found == message_.signals.end()) return wrong("there is no signal '" + setting.signal + "' in this message");
  if (Result<void> place = check_place(*found); !place) return place;
  const Result<std::uint64_t> raw = encode_text(*found, setting.value);
  if (!raw) return wrong(raw.error().message);
  const auto signal = static_cast<std::size_t>(found - message_.signals.begin());
  raw_[signal] = *raw;
  set_.push_back(signal);
  return {};
}

/// Makes the multiplexers above the signal select it.
Result<void> MessageEncoder::select_for(std::size_t signal) {
  for (std::size_t depth = 0; message_.signals[signal].multiplexer >= 0; ++depth) {
    const DbcSignal& below = message_.signals[signal];
    if (depth > message_.signals.size()) return wrong("the multiplexers of '" + below.name + "' select each other");
    const auto above = static_cast<std::size_t>(below.multiplexer);
    const DbcSignal& multiplexer = message_.signals[above];
    if (below.selectors.empty()) return wrong("nothing selects '" + below.name + "'");
    if (Result<void> place = check_place(multiplexer); !place) return place;
    if (!raw_[above]) raw_[above] = static_cast<std::uint64_t>(below.selectors.front().first);
    if (!selects(multiplexer, *raw_[above], below))
      return wrong("'" + below.name + "' is not in the payload when '" + multiplexer.name + "' is raw " +
                   std::to_string(extended(multiplexer, *raw_[above])) + "; set the two apart, in frames of their own");
    signal = above;
  }
  return {};
}

Result<void> MessageEncoder::select() {
  for (const std::size_t signal : set_)
    if (Result<void> selected = select_for(signal); !selected) return selected;
  return {};
}

/// A multiplexer that nobody set has its start value, too.
bool MessageEncoder::is_present(std::size_t signal) const {
  std::size_t depth = 0;
  for (int up = message_.signals[signal].multiplexer; up >= 0; up = message_.signals[signal].multiplexer) {
    const DbcSignal& below = message_.signals[signal];
    const auto above = static_cast<std::size_t>(up);
    const DbcSignal& multiplexer = message_.signals[above];
    if (++depth > message_.signals.size() || !is_decodable(below) || !is_decodable(multiplexer)) return false;
    if (!selects(multiplexer, raw_[above].value_or(start_bits(multiplexer)), below)) return false;
    signal = above;
  }
  return is_decodable(message_.signals[signal]);
}

/// GenSigStartValue counts in raw values; one that does not fit is as good as none.
std::uint64_t MessageEncoder::start_bits(const DbcSignal& signal) const {
  if (!signal.start_value) return 0;
  DbcSignal plain = signal;
  plain.scale = 1;
  plain.offset = 0;
  const Result<std::uint64_t> raw = encode_value(plain, *signal.start_value);
  return raw ? *raw : 0;
}

/// What was set comes last: where signals share bits, it is what counts.
void MessageEncoder::put_all(CanFrame& frame) const {
  const auto put = [&](std::size_t signal, std::uint64_t raw) {
    const DbcSignal& info = message_.signals[signal];
    if (is_decodable(info) && signal_bits(info).end_byte <= message_.length_bytes)
      put_bits(signal_bits(info), raw, frame.data.data());
  };
  for (std::size_t i = 0; i < message_.signals.size(); ++i)
    if (!raw_[i] && is_present(i)) put(i, start_bits(message_.signals[i]));
  for (std::size_t i = 0; i < message_.signals.size(); ++i)
    if (raw_[i]) put(i, *raw_[i]);
  for (const std::size_t signal : set_) put(signal, *raw_[signal]);
}

Result<CanFrame> MessageEncoder::frame() {
  if (message_.is_pseudo) return wrong("is never on a bus");
  if (message_.length_bytes > kPayloadBytes)
    return wrong("has " + std::to_string(message_.length_bytes) + " bytes; a frame carries at most 64");
  CanFrame frame;
  frame.id = message_.id.value;
  frame.flags = message_.id.extended ? kCanExtended : 0;
  frame.length = static_cast<std::uint8_t>(message_.length_bytes);
  if (frame.length > kClassicBytes) {
    frame.flags |= kCanFd;
    frame.length = *std::lower_bound(kFdLengths.begin(), kFdLengths.end(), frame.length);
  }
  put_all(frame);
  return frame;
}

}  // namespace

Result<CanFrame> encode_message(const DbcMessage& message, std::span<const SignalSetting> settings) {
  MessageEncoder encoder(message);
  for (const SignalSetting& setting : settings)
    if (Result<void> set = encoder.set(setting); !set) return set.error();
  if (Result<void> selected = encoder.select(); !selected) return selected.error();
  return encoder.frame();
}

}  // namespace tripline
