#include "hw/replay/candump_screen.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "hw/replay/can_length.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t kErrorBit = 0x20000000U;  // CAN_ERR_FLAG of linux/can.h
constexpr std::uint32_t kExtendedMask = 0x1FFFFFFFU;
constexpr std::uint32_t kStandardMask = 0x7FFU;
constexpr nanoseconds kEpochFrom = 100'000'000s;
constexpr std::size_t kEpochDigits = 10;  // of the seconds that `-t a` writes
constexpr std::size_t kXlDigits = 4;      // of a CAN XL frame's length

std::optional<std::uint32_t> number_at(std::string_view text, std::size_t at, std::size_t digits) noexcept {
  return at + digits <= text.size() ? number_of(text.substr(at, digits), 10, 9999) : std::nullopt;
}

/// `2026-11-28`.
std::optional<std::chrono::sys_days> day_of(std::string_view word) noexcept {
  const auto year = number_at(word, 0, 4), month = number_at(word, 5, 2), day = number_at(word, 8, 2);
  if (word.size() != 10 || word[4] != '-' || word[7] != '-' || !year || !month || !day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(*year)), std::chrono::month(*month),
                                         std::chrono::day(*day)};
  if (!date.ok() || *year < 1970 || *year > 2261) return std::nullopt;
  return std::chrono::sys_days(date);
}

bool read_id(LogCursor& line, CanFrame& frame) noexcept {
  const std::string_view word = line.word();
  const auto id = number_of(word, 16, word.size() == 3 ? kStandardMask : kErrorBit | kExtendedMask);
  if (!id || (word.size() != 3 && word.size() != 8)) return line.fail_at(word, "an id of 3 or 8 hex digits");
  frame.id = *id & kExtendedMask;
  if (word.size() == 8) frame.flags = (*id & kErrorBit) != 0 ? kCanErrorFrame : kCanExtended;
  return true;
}

/// `  RX B -`: direction, bit rate switch, error state indicator.
bool read_extra(LogCursor& line, CanFrame& frame) noexcept {
  if (line.peek_word() != "RX" && line.peek_word() != "TX") return true;
  line.word();
  for (const auto& [letter, flag] : {std::pair("B", kCanBitRateSwitch), std::pair("E", kCanErrorStateIndicator)}) {
    const std::string_view word = line.word();
    if (word != "-" && word != letter) return line.fail_at(word, "'-', or 'B' and 'E' for the flags of a FD frame");
    if (word == letter) frame.flags |= flag;
  }
  return true;
}

/// `[8]`, `[08]` FD, `{B}` a raw length code. `digits`: how many there are.
bool read_length(LogCursor& line, CanFrame& frame, std::size_t& digits) noexcept {
  const std::string_view word = line.word();
  const bool is_code = word.starts_with('{') && word.ends_with('}');
  if (!is_code && !(word.starts_with('[') && word.ends_with(']'))) return line.fail_at(word, "a length such as [8]");
  const std::string_view number = word.substr(1, word.size() - 2);
  digits = number.size();
  if (digits == kXlDigits && !is_code) return true;
  const std::uint32_t most = is_code ? 15 : digits == 2 ? kFdCanBytes : kClassicCanBytes;
  const auto length = number_of(number, is_code ? 16 : 10, most);
  if (!length) return line.fail_at(word, "a length of at most 8, or of two digits and at most 64");
  if (digits == 2) frame.flags |= kCanFd;
  frame.length = is_code ? classic_length(*length) : static_cast<std::uint8_t>(*length);
  return true;
}

const char* expected_byte(std::string_view word) noexcept {
  if (word.find('`') != std::string_view::npos) return "bytes in their own order: candump without -S";
  if (word.size() == 8) return "two hex digits of a byte: candump without -i";
  return "two hex digits of a byte";
}

bool read_bytes(LogCursor& line, CanFrame& frame) noexcept {
  for (std::size_t i = 0; i < frame.length; ++i) {
    const std::string_view word = line.word();
    const auto byte = number_of(word, 16, 0xFF);
    if (word.size() != 2 || !byte) return line.fail_at(word, expected_byte(word));
    frame.data[i] = static_cast<std::uint8_t>(*byte);
  }
  return true;
}

bool read_payload(LogCursor& line, CanFrame& frame) noexcept {
  if (line.peek_word() == "remote" && (frame.flags & kCanFd) == 0) {
    line.word();
    const std::string_view word = line.word();
    if (word != "request") return line.fail_at(word, "'request' behind 'remote'");
    frame.flags |= kCanRemote;
  } else if (!read_bytes(line, frame)) {
    return false;
  }
  if ((frame.flags & kCanErrorFrame) != 0 && line.peek_word() == "ERRORFRAME") line.word();
  line.skip_blanks();
  return line.is_at_end() || line.peek() == '\'' || line.fail("the end of the line, or the bytes as text");
}

}  // namespace

bool CandumpScreen::read_date(LogCursor& line, LoggedFrame& frame) noexcept {
  const std::string_view date = line.word();
  const auto day = day_of(date);
  if (!day) return line.fail_at(date, "a date such as 2026-11-28");
  line.skip_blanks();
  const std::size_t from = line.at();
  const std::string_view clock = line.peek_word();
  const auto hours = number_at(clock, 0, 2), minutes = number_at(clock, 3, 2);
  if (!hours || !minutes || *hours > 23 || *minutes > 59 || clock.find(':') != 2 || clock.rfind(':') != 5)
    return line.fail("a time such as 12:34:56.123456");
  line.seek(from + 6);
  nanoseconds second{0};
  if (!line.decimal(1s, second)) return false;
  if (second >= 61s) return line.fail("seconds below 61 before the fraction");
  frame.time = day->time_since_epoch() + std::chrono::hours(*hours) + std::chrono::minutes(*minutes) + second;
  frame.time_text = text_.write(frame.time);
  clock_ = LogClock::kLocal;
  return true;
}

bool CandumpScreen::read_seconds(LogCursor& line, LoggedFrame& frame) noexcept {
  const std::size_t from = line.at();
  if (!line.decimal(1s, frame.time)) return false;
  const std::string_view text = line.since(from);
  frame.time_text = without_zeros(text);
  clock_ = frame.time >= kEpochFrom ? LogClock::kEpoch : LogClock::kStart;
  if (frame.time >= time_ || text.find('.') == kEpochDigits) return true;
  line.seek(from);
  return line.fail("a time not before the last one: candump -t d writes differences; take -t a or -t z");
}

bool CandumpScreen::read_time(LogCursor& line, LoggedFrame& frame) noexcept {
  line.skip_blanks();
  if (line.accept('(')) {
    const bool is_date = line.peek_word().find('-') != std::string_view::npos;
    if (!(is_date ? read_date(line, frame) : read_seconds(line, frame))) return false;
    if (!line.accept(')')) return line.fail("')' behind the time");
  } else {
    clock_ = LogClock::kNone;
    frame.time = nanoseconds(0);
    frame.time_text = "0.000000";
  }
  time_ = frame.time;
  return true;
}

LineMeaning CandumpScreen::read(std::string_view text, LoggedFrame& frame, LogFault& fault) noexcept {
  if (text.find_first_not_of(" \t") == std::string_view::npos) return LineMeaning::kNothing;
  if (text.starts_with("DROPCOUNT:")) return LineMeaning::kPassedOver;
  if (is_explained_ && text.starts_with('\t')) return LineMeaning::kNothing;
  LogCursor line(text, fault);
  line.seek(std::min(text.find('\x1B'), text.size()));
  if (!line.is_at_end()) return line.fail("no colours: candump without -c"), LineMeaning::kFault;
  line.seek(0);

  frame.frame = CanFrame();
  std::size_t digits = 0;
  if (!read_time(line, frame)) return LineMeaning::kFault;
  frame.bus = line.word();
  if (frame.bus.empty()) return line.fail("the name of the bus"), LineMeaning::kFault;
  if (!read_extra(line, frame.frame) || !read_id(line, frame.frame) || !read_length(line, frame.frame, digits))
    return LineMeaning::kFault;
  if (digits == kXlDigits) return LineMeaning::kPassedOver;
  if (!read_payload(line, frame.frame)) return LineMeaning::kFault;
  is_explained_ = (frame.frame.flags & kCanErrorFrame) != 0;
  return LineMeaning::kFrame;
}

}  // namespace tripline
