#include "hw/replay/asc_event.hpp"

#include "hw/replay/can_length.hpp"
#include "hw/replay/error_frame.hpp"

namespace tripline {
namespace {

// Bits of the flags behind the data of a CANFD event.
constexpr std::uint32_t kRemoteBit = 1U << 4;
constexpr std::uint32_t kFdBit = 1U << 12;

bool is_number(std::string_view word) { return number_of(word, 10, UINT32_MAX).has_value(); }
bool is_direction(std::string_view word) { return word == "Rx" || word == "Tx" || word == "TxRq"; }
bool is_bit(std::string_view word) { return word == "0" || word == "1"; }

/// Walks over an event. Steps return false when the line is not as it should be there.
class Event {
 public:
  Event(LogCursor& line, int base, LoggedFrame& out) noexcept
      : line_(line), base_(base), out_(out), frame_(out.frame) {}

  LineMeaning read() noexcept {
    frame_ = CanFrame();
    const std::string_view first = line_.word();
    if (first == "CANFD") return read_fd();
    if (!is_number(first)) return LineMeaning::kPassedOver;
    out_.bus = first;
    return read_classic();
  }

 private:
  // `1  18EBFF00x  Rx   d 8 01 A0 …`, `1  123  Rx   r 8`, `1  ErrorFrame …`.
  LineMeaning read_classic() noexcept {
    const std::string_view id = line_.word();
    if (is_word(id, "errorframe")) return take_error();
    if (!is_direction(line_.peek_word())) return LineMeaning::kPassedOver;
    if (!read_id(id)) return LineMeaning::kFault;
    line_.word();
    const std::string_view kind = line_.word();
    if (!is_word(kind, "d") && !is_word(kind, "r"))
      return line_.fail_at(kind, "d for data or r for remote"), LineMeaning::kFault;
    if (is_word(kind, "r")) return read_remote();
    const auto code = read_number(15, "the length code of the data");
    if (!code) return LineMeaning::kFault;
    frame_.length = classic_length(*code);
    return read_bytes() ? LineMeaning::kFrame : LineMeaning::kFault;
  }

  // The length may be left out.
  LineMeaning read_remote() noexcept {
    frame_.flags |= kCanRemote;
    if (const auto code = number_of(line_.peek_word(), base_, 15)) frame_.length = classic_length(*code);
    return LineMeaning::kFrame;
  }

  // `CANFD   1 Rx  300  Name  1 0 8  8 11 c2 …   102203  133   303000 …`: rate switch, error state, code, bytes.
  LineMeaning read_fd() noexcept {
    out_.bus = line_.word();
    if (!is_number(out_.bus)) return line_.fail_at(out_.bus, "the number of the channel"), LineMeaning::kFault;
    const std::string_view direction = line_.word();
    if (!is_direction(direction)) return line_.fail_at(direction, "Rx or Tx"), LineMeaning::kFault;
    const std::string_view id = line_.word();
    if (is_word(id, "errorframe")) return take_error();
    if (!read_id(id)) return LineMeaning::kFault;
    if (!is_bit(line_.peek_word())) line_.word();  // the name
    return read_fd_payload() ? LineMeaning::kFrame : LineMeaning::kFault;
  }

  bool read_fd_payload() noexcept {
    const std::string_view rate = line_.word();
    if (!is_bit(rate)) return line_.fail_at(rate, "0 or 1 for the bit rate switch");
    const std::string_view state = line_.word();
    if (!is_bit(state)) return line_.fail_at(state, "0 or 1 for the error state indicator");
    const std::string_view code_word = line_.word();
    auto code = number_of(code_word, base_, 15);
    if (!code) code = number_of(code_word, 16, 15);  // some write it so in any base
    if (!code) return line_.fail_at(code_word, "the length code");
    const std::string_view length_word = line_.word();
    const auto length = number_of(length_word, 10, kFdCanBytes);
    if (!length) return line_.fail_at(length_word, "a number of bytes up to 64");
    frame_.length = static_cast<std::uint8_t>(*length);
    if (!read_bytes()) return false;
    take_fd_flags(rate == "1", state == "1", *code);
    return true;
  }

  // A classic frame may come as a CANFD event; its flags tell, where they are there. Only a remote one has a length
  // and no bytes.
  void take_fd_flags(bool has_rate_switch, bool has_error_state, std::uint32_t code) noexcept {
    line_.word();  // duration
    line_.word();  // length in bits
    const auto flags = number_of(line_.word(), 16, UINT32_MAX);
    const bool is_remote = frame_.length == 0 && (flags ? (*flags & kRemoteBit) != 0 : code > 0);
    if (is_remote) {
      frame_.flags |= kCanRemote;
      frame_.length = classic_length(code);
    } else if (!flags || (*flags & kFdBit) != 0 || frame_.length > kClassicCanBytes) {
      frame_.flags |= kCanFd;
      if (has_rate_switch) frame_.flags |= kCanBitRateSwitch;
      if (has_error_state) frame_.flags |= kCanErrorStateIndicator;
    }
  }

  LineMeaning take_error() noexcept {
    frame_ = error_frame(can_error::kBusError);
    return LineMeaning::kFrame;
  }

  bool read_id(std::string_view word) noexcept {
    const bool is_extended = word.ends_with('x') || word.ends_with('X');
    const auto id =
        number_of(word.substr(0, word.size() - (is_extended ? 1 : 0)), base_, is_extended ? 0x1FFFFFFFU : 0x7FFU);
    if (!id) return line_.fail_at(word, "an id up to 7FF, or with an x behind it up to 1FFFFFFF");
    frame_.id = *id;
    if (is_extended) frame_.flags |= kCanExtended;
    return true;
  }

  std::optional<std::uint32_t> read_number(std::uint32_t most, const char* expected) noexcept {
    const std::string_view word = line_.word();
    const auto number = number_of(word, base_, most);
    if (!number) line_.fail_at(word, expected);
    return number;
  }

  bool read_bytes() noexcept {
    for (std::size_t i = 0; i < frame_.length; ++i) {
      const auto byte = read_number(0xFF, "a data byte");
      if (!byte) return false;
      frame_.data[i] = static_cast<std::uint8_t>(*byte);
    }
    return true;
  }

  LogCursor& line_;
  int base_;
  LoggedFrame& out_;
  CanFrame& frame_;
};

}  // namespace

LineMeaning read_asc_event(LogCursor& line, int base, LoggedFrame& out) noexcept {
  return Event(line, base, out).read();
}

}  // namespace tripline
