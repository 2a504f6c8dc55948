#include "hw/replay/candump_line.hpp"

#include <array>
#include <cstdint>

#include "hw/replay/can_length.hpp"

namespace tripline {
namespace {

constexpr std::uint32_t kErrorBit = 0x20000000U;  // CAN_ERR_FLAG of linux/can.h
constexpr std::uint32_t kExtendedMask = 0x1FFFFFFFU;
constexpr std::uint32_t kStandardMask = 0x7FFU;
constexpr std::uint8_t kNoDigit = 0xFF;

constexpr std::array<std::uint8_t, 256> make_hex_values() {
  std::array<std::uint8_t, 256> values{};
  values.fill(kNoDigit);
  for (std::uint8_t i = 0; i < 10; ++i) values[static_cast<std::size_t>('0' + i)] = i;
  for (std::uint8_t i = 0; i < 6; ++i) {
    values[static_cast<std::size_t>('a' + i)] = static_cast<std::uint8_t>(10 + i);
    values[static_cast<std::size_t>('A' + i)] = static_cast<std::uint8_t>(10 + i);
  }
  return values;
}
constexpr std::array<std::uint8_t, 256> kHexValues = make_hex_values();

class LineReader : private LogCursor {
 public:
  LineReader(std::string_view text, LoggedFrame& line, LogFault& fault) noexcept
      : LogCursor(text, fault), line_(line) {}

  bool read() noexcept {
    line_.frame.flags = 0;
    line_.frame.length = 0;
    line_.frame.data.fill(0);
    return time() && bus() && id() && payload() && direction();
  }

 private:
  std::uint8_t hex() const noexcept { return kHexValues[static_cast<unsigned char>(peek())]; }
  bool fail_from(std::size_t from, const char* expected) noexcept {
    seek(from);
    return fail(expected);
  }

  bool time() noexcept {
    skip_blanks();
    if (!accept('(')) return fail("'(' and the time");
    const std::size_t from = at();
    std::int64_t seconds = 0;
    for (; peek() >= '0' && peek() <= '9'; step()) {
      if (at() - from == 10) return fail("at most 10 digits of seconds");
      seconds = seconds * 10 + (peek() - '0');
    }
    if (at() == from) return fail("seconds");
    if (seconds > INT64_MAX / 1'000'000'000 - 1) return fail("a time before the year 2262");
    if (!accept('.')) return fail("'.' and the fraction of the second");
    std::int64_t fraction = 0;
    std::int64_t unit = 1'000'000'000;
    for (; peek() >= '0' && peek() <= '9'; step()) {
      if (unit == 1) return fail("at most 9 digits of the fraction");
      fraction = fraction * 10 + (peek() - '0');
      unit /= 10;
    }
    if (unit == 1'000'000'000) return fail("digits of the fraction");
    line_.time = nanoseconds(seconds * 1'000'000'000 + fraction * unit);
    line_.time_text = without_zeros(since(from));
    return accept(')') || fail("')' behind the time");
  }

  bool bus() noexcept {
    if (skip_blanks() == 0) return fail("a blank and the name of the bus");
    const std::size_t from = at();
    while (peek() > ' ' && peek() != '#') step();
    if (at() == from) return fail("the name of the bus");
    line_.bus = since(from);
    return skip_blanks() > 0 || fail("a blank and the frame");
  }

  bool id() noexcept {
    const std::size_t from = at();
    std::uint32_t value = 0;
    for (; hex() != kNoDigit; step()) {
      if (at() - from == 8) return fail("'#' behind 3 or 8 hex digits of the id");
      value = value << 4 | hex();
    }
    const std::size_t digits = at() - from;
    if (digits != 3 && digits != 8) return fail("3 or 8 hex digits of the id");
    if (digits == 3 && value > kStandardMask) return fail_from(from, "an id up to 7FF");
    if (value > (kErrorBit | kExtendedMask)) return fail_from(from, "an id up to 1FFFFFFF, or an error frame's");
    line_.frame.id = value & kExtendedMask;
    if (digits == 8) line_.frame.flags = (value & kErrorBit) != 0 ? kCanErrorFrame : kCanExtended;
    return accept('#') || fail("'#' behind the id");
  }

  bool payload() noexcept {
    if (accept('#')) return fd_flags() && data(kFdCanBytes, "an even number of hex digits, at most 64 bytes");
    if (accept('R')) return remote_length();
    return data(kClassicCanBytes, "an even number of hex digits, at most 8 bytes") && raw_length();
  }

  bool fd_flags() noexcept {
    if (hex() == kNoDigit) return fail("the hex digit of the FD flags");
    line_.frame.flags |= kCanFd;
    if ((hex() & 1U) != 0) line_.frame.flags |= kCanBitRateSwitch;
    if ((hex() & 2U) != 0) line_.frame.flags |= kCanErrorStateIndicator;
    step();
    return true;
  }

  bool remote_length() noexcept {
    line_.frame.flags |= kCanRemote;
    const std::uint8_t length = hex();
    if (length == kNoDigit) return true;
    if (length > kClassicCanBytes) return fail("a remote frame's length up to 8");
    line_.frame.length = length;
    step();
    return true;
  }

  bool data(std::size_t most, const char* expected) noexcept {
    std::size_t count = 0;
    for (; hex() != kNoDigit; step(), ++count) {
      const std::uint8_t high = hex();
      step();
      if (count == most || hex() == kNoDigit) return fail(expected);
      line_.frame.data[count] = static_cast<std::uint8_t>(high << 4 | hex());
    }
    line_.frame.length = static_cast<std::uint8_t>(count);
    return true;
  }

  // `_C`: a classic frame of 8 bytes whose length code is above 8. The bytes are the same.
  bool raw_length() noexcept {
    if (!accept('_')) return true;
    if (hex() == kNoDigit) return fail("the hex digit of the raw length code");
    step();
    return true;
  }

  bool direction() noexcept {
    if (skip_blanks() > 0 && (peek() == 'R' || peek() == 'T')) step();
    skip_blanks();
    return is_at_end() || fail("the end of the line");
  }

  LoggedFrame& line_;
};

}  // namespace

bool parse_candump_line(std::string_view text, LoggedFrame& line, LogFault& fault) noexcept {
  return LineReader(text, line, fault).read();
}

}  // namespace tripline
