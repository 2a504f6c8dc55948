// The fast way over a candump line: words of eight characters in ordinary registers, and sixteen in the vector
// registers that every amd64 and arm64 has. Whatever it does not know it leaves to parse_candump_line().
#include <bit>
#include <cstdint>
#include <cstring>

#include "hw/replay/can_length.hpp"
#include "hw/replay/candump_line.hpp"

namespace tripline {
namespace {

static_assert(std::endian::native == std::endian::little, "the first character must be the lowest byte of a word");

using Word = std::uint64_t;  // eight characters

constexpr std::uint32_t kErrorBit = 0x20000000U;  // CAN_ERR_FLAG of linux/can.h
constexpr std::uint32_t kExtendedMask = 0x1FFFFFFFU;
constexpr std::uint32_t kStandardMask = 0x7FFU;
constexpr std::size_t kFractionDigits = 6;
constexpr std::ptrdiff_t kLeast = 24;                // shorter lines are rare
constexpr std::int64_t kLastSecond = 9'000'000'000;  // 2255; beyond it the precise reader decides

constexpr Word all(char c) { return Word{0x0101010101010101U} * static_cast<unsigned char>(c); }
constexpr Word kHigh = all('\x80');

inline Word load(const char* from) noexcept {
  Word word;
  std::memcpy(&word, from, sizeof word);
  return word;
}

/// Bit 7 of every byte that is at least `least`. Bytes and `least` are below 0x80, so that nothing carries over.
constexpr Word at_least(Word word, char least) { return (word + (all('\x7F') - all(least) + all('\x01'))) & kHigh; }

/// The place of the first byte that is marked in bit 7; 8: none.
constexpr std::size_t first(Word marks) { return static_cast<std::size_t>(std::countr_zero(marks)) / 8; }

/// The last `count` characters of a word, behind as many '0' as make it eight. `count` is 1 to 8.
constexpr Word last_digits(Word word, std::size_t count) {
  const std::size_t zeros = 8 * (8 - count);
  return zeros == 0 ? word : (word >> zeros << zeros) | (all('0') >> (8 * count));
}

inline bool is_decimal(Word word) noexcept {
  return (word & kHigh) == 0 && (at_least(word, '0') & ~at_least(word, '9' + 1)) == kHigh;
}

/// Pairs, then fours, then eight digits at once; each step multiplies the left one and adds the right one.
inline std::uint32_t decimal_of(Word digits) noexcept {
  Word value = (digits & all('\x0F')) * (10 * 256 + 1) >> 8;
  value = (value & 0x00FF00FF00FF00FFU) * (100 * 65'536 + 1) >> 16;
  value = (value & 0x0000FFFF0000FFFFU) * (Word{10'000} * 4'294'967'296U + 1) >> 32;
  return static_cast<std::uint32_t>(value);
}

/// Four bytes of eight hex digits, the first one lowest; bit 7 of `valid` stays in every place that has a digit.
inline std::uint32_t hex_of(Word word, Word& valid) noexcept {
  const Word ascii = word & ~kHigh;
  const Word small = ascii | all(' ');
  const Word letter = at_least(small, 'a') & ~at_least(small, 'f' + 1);
  valid &= ((at_least(ascii, '0') & ~at_least(ascii, '9' + 1)) | letter) & ~word;
  Word value = (ascii & all('\x0F')) + (letter >> 7) * 9;
  value = ((value << 4) | (value >> 8)) & 0x00FF00FF00FF00FFU;
  value = (value | (value >> 8)) & 0x0000FFFF0000FFFFU;
  return static_cast<std::uint32_t>(value | (value >> 16));
}

// Vectors of the compiler's own: SSE2 on amd64, NEON on arm64.
using Chars = std::uint8_t __attribute__((vector_size(16)));
using Pairs = std::uint16_t __attribute__((vector_size(16)));
using Bytes = std::uint8_t __attribute__((vector_size(8)));

/// Sixteen hex digits as eight bytes, the first one lowest; a byte of `valid` is 0xFF where both its digits are digits.
struct HexBytes {
  Word bytes;
  Word valid;
};

inline Word low_bytes(Pairs pairs) noexcept {
  const Bytes bytes = __builtin_convertvector(pairs & 0xFF, Bytes);
  Word word;
  std::memcpy(&word, &bytes, sizeof word);
  return word;
}

inline HexBytes hex_bytes_of(const char* from) noexcept {
  Chars text;
  std::memcpy(&text, from, sizeof text);
  const Chars digit = text - '0';
  const Chars letter = (text | 0x20) - 'a';
  const auto is_digit = reinterpret_cast<Chars>(digit <= 9);
  const auto is_letter = reinterpret_cast<Chars>(letter <= 5);
  const auto nibbles = reinterpret_cast<Pairs>((digit & is_digit) | ((letter + 10) & is_letter));
  const auto valid = reinterpret_cast<Pairs>(is_digit | is_letter);
  return {low_bytes(nibbles << 4 | nibbles >> 8), low_bytes(valid & valid >> 8)};  // the left digit is the low byte
}

/// `word` without its lowest `bytes`, 0 to 8.
constexpr Word drop(Word word, std::size_t bytes) { return word >> (4 * bytes) >> (4 * bytes); }

class UsualLine {
 public:
  UsualLine(std::string_view text, LoggedFrame& line) noexcept
      : from_(text.data()), end_(from_ + text.size()), line_(line) {}

  bool read() noexcept {
    // From here on a word can be loaded at the front and at the end.
    if (end_ - from_ < kLeast) return false;
    if (end_[-2] == ' ' && (end_[-1] == 'R' || end_[-1] == 'T')) end_ -= 2;
    return time() && bus() && id() && payload();
  }

 private:
  bool time() noexcept {
    if (*from_ != '(') return false;
    const char* digits = from_ + 1;
    if (digits[0] == '0' && digits[1] != '.') return false;  // of a machine without a clock: rare
    const Word word = load(digits);
    const std::size_t early = first(~at_least((word & ~kHigh) ^ all('.'), 1) & kHigh);
    std::int64_t seconds = 0;
    std::size_t count = early;
    if (early < 8) {
      if (early == 0 || digits[early] != '.') return false;
      const Word moved = last_digits(word << (8 * (8 - early)), early);
      if (!is_decimal(moved)) return false;
      seconds = decimal_of(moved);
    } else {
      if (!is_decimal(word)) return false;
      seconds = decimal_of(word);
      for (; digits[count] != '.'; ++count) {
        const auto digit = static_cast<unsigned char>(digits[count] - '0');
        if (count == 10 || digit > 9) return false;
        seconds = seconds * 10 + digit;
      }
      if (seconds > kLastSecond) return false;
    }
    return fraction(digits, digits + count + 1, seconds);
  }

  bool fraction(const char* digits, const char* from, std::int64_t seconds) noexcept {
    if (end_ - from < 8 || from[kFractionDigits] != ')' || from[kFractionDigits + 1] != ' ') return false;
    const Word word = last_digits(load(from) << 16, kFractionDigits);
    if (!is_decimal(word)) return false;
    line_.time = nanoseconds(seconds * 1'000'000'000 + std::int64_t{decimal_of(word)} * 1'000);
    line_.time_text = {digits, static_cast<std::size_t>(from + kFractionDigits - digits)};
    from_ = from + kFractionDigits + 2;
    return true;
  }

  bool bus() noexcept {
    while (from_ != end_ && *from_ == ' ') ++from_;
    if (end_ - from_ < 8) return false;
    const Word word = load(from_);
    const Word ascii = word & ~kHigh;
    const Word ends = (word & kHigh) | (~at_least(ascii, '!') & kHigh) | (~at_least(ascii ^ all('#'), 1) & kHigh);
    const std::size_t length = first(ends);
    if (length == 8 || from_[length] != ' ') return false;
    line_.bus = {from_, length};
    from_ += length + 1;
    return true;
  }

  // Words end where the digits end: what is before them in the line is there and can be read.
  bool id() noexcept {
    const std::ptrdiff_t left = end_ - from_;
    Word valid = kHigh;
    if (left >= 4 && from_[3] == '#') {
      line_.frame.id = __builtin_bswap32(hex_of(last_digits(load(from_ - 5), 3), valid));
      line_.frame.flags = 0;
      from_ += 4;
      return valid == kHigh && line_.frame.id <= kStandardMask;
    }
    if (left < 9 || from_[8] != '#') return false;
    const std::uint32_t id = __builtin_bswap32(hex_of(load(from_), valid));
    line_.frame.id = id & kExtendedMask;
    line_.frame.flags = (id & kErrorBit) != 0 ? kCanErrorFrame : kCanExtended;
    from_ += 9;
    return valid == kHigh && id <= (kErrorBit | kExtendedMask);
  }

  bool payload() noexcept {
    std::size_t most = kClassicCanBytes;
    if (end_ - from_ >= 2 && *from_ == '#') {
      if (!fd_flags(from_[1])) return false;
      most = kFdCanBytes;
      from_ += 2;
    }
    const auto digits = static_cast<std::size_t>(end_ - from_);
    if (digits % 2 != 0 || digits > 2 * most) return false;
    line_.frame.length = static_cast<std::uint8_t>(digits / 2);
    line_.frame.data = {};
    return bytes(digits);
  }

  bool fd_flags(char digit) noexcept {
    Word valid = kHigh;
    const std::uint32_t flags = hex_of(last_digits(Word{static_cast<unsigned char>(digit)} << 56, 1), valid) >> 24;
    line_.frame.flags |= kCanFd;
    if ((flags & 1U) != 0) line_.frame.flags |= kCanBitRateSwitch;
    if ((flags & 2U) != 0) line_.frame.flags |= kCanErrorStateIndicator;
    return valid == kHigh;
  }

  // The last sixteen are read backwards from the end of the line, however many there are: payloads of a log differ in
  // length, and a branch for each took 4 ns more a line of the RAV4 log, of 37.
  bool bytes(std::size_t digits) noexcept {
    std::uint8_t* to = line_.frame.data.data();
    Word valid = ~Word{0};
    for (; digits > 16; digits -= 16, from_ += 16, to += 8) valid &= store(to, hex_bytes_of(from_));
    const std::size_t absent = 8 - digits / 2;
    const HexBytes last = hex_bytes_of(end_ - 16);
    valid &= store(to, {drop(last.bytes, absent), ~drop(~last.valid, absent)});
    return valid == ~Word{0};
  }

  static Word store(std::uint8_t* to, HexBytes hex) noexcept {
    std::memcpy(to, &hex.bytes, sizeof hex.bytes);
    return hex.valid;
  }

  const char* from_;
  const char* end_;
  LoggedFrame& line_;
};

}  // namespace

bool parse_usual_candump_line(std::string_view text, LoggedFrame& line) noexcept {
  return UsualLine(text, line).read();
}

}  // namespace tripline
