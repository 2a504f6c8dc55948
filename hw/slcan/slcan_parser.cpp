#include "hw/slcan/slcan_parser.hpp"

#include "rt/port/can_error.hpp"

namespace tripline {
namespace {

constexpr std::uint8_t kBell = 7;
constexpr std::uint8_t kClassicLengthMax = 8;
constexpr std::uint32_t kStandardIdMax = 0x7FF;
constexpr std::uint32_t kExtendedIdMax = 0x1FFFFFFF;
constexpr std::uint16_t kStampMaxMs = 59'999;
constexpr std::size_t kStampDigits = 4;
constexpr std::array<std::uint8_t, 16> kFdLength{0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 20, 24, 32, 48, 64};

// Of the byte behind `F` (LAWICEL manual, as the SJA1000 has them).
constexpr std::uint32_t kReceiveQueueFull = 0x01;
constexpr std::uint32_t kErrorWarning = 0x04;
constexpr std::uint32_t kDataOverrun = 0x08;
constexpr std::uint32_t kErrorPassive = 0x20;

/// Digits off the front of a text. After the first fault everything reads as 0 and `is_good` is false.
struct Digits {
  std::string_view rest;
  bool is_good = true;

  std::uint32_t take(std::size_t count, std::uint32_t base = 16) noexcept {
    if (rest.size() < count) is_good = false;
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < count && is_good; ++i) {
      const std::uint32_t digit = digit_of(rest[i]);
      is_good = digit < base;
      number = number * base + digit;
    }
    if (is_good) rest.remove_prefix(count);
    return is_good ? number : 0;
  }

  static std::uint32_t digit_of(char c) noexcept {
    if (c >= '0' && c <= '9') return static_cast<std::uint32_t>(c - '0');
    if (c >= 'A' && c <= 'F') return static_cast<std::uint32_t>(c - 'A' + 10);
    if (c >= 'a' && c <= 'f') return static_cast<std::uint32_t>(c - 'a' + 10);
    return 99;
  }
};

constexpr int flags_of(char kind) noexcept {
  switch (kind) {
    case 'T':
      return kCanExtended;
    case 'r':
      return kCanRemote;
    case 'R':
      return kCanExtended | kCanRemote;
    case 'd':
      return kCanFd;
    case 'D':
      return kCanFd | kCanExtended;
    case 'b':
      return kCanFd | kCanBitRateSwitch;
    case 'B':
      return kCanFd | kCanBitRateSwitch | kCanExtended;
    default:
      return 0;
  }
}

}  // namespace

SlcanLine SlcanParser::take(std::uint8_t byte) noexcept RT_NONBLOCKING {
  if (byte == '\r') return end_line();
  if (byte == '\n') return SlcanLine::kNothing;  // some firmware ends lines with both
  if (byte == kBell) return reset(), SlcanLine::kRefused;
  if (size_ == line_.size())
    is_overlong_ = true;
  else
    line_[size_++] = static_cast<char>(byte);
  return SlcanLine::kNothing;
}

SlcanLine SlcanParser::end_line() noexcept RT_NONBLOCKING {
  const bool is_overlong = is_overlong_;
  const std::string_view line(line_.data(), size_);
  reset();
  return is_overlong ? SlcanLine::kMalformed : read_line(line);
}

SlcanLine SlcanParser::read_line(std::string_view line) noexcept RT_NONBLOCKING {
  if (line.empty()) return SlcanLine::kDone;
  switch (line.front()) {
    case 't':
    case 'T':
    case 'r':
    case 'R':
    case 'd':
    case 'D':
    case 'b':
    case 'B':
      return read_frame(line);
    case 'F':
      return read_status(line.substr(1));
    case 's':
      return read_state(line.substr(1));
    case 'z':  // a frame was sent
    case 'Z':
    case 'V':  // version
    case 'v':
    case 'N':  // serial number
      return SlcanLine::kDone;
    default:
      return SlcanLine::kMalformed;
  }
}

SlcanLine SlcanParser::read_frame(std::string_view line) noexcept RT_NONBLOCKING {
  const int flags = flags_of(line.front());
  const bool extended = (flags & kCanExtended) != 0;
  const bool is_fd = (flags & kCanFd) != 0;
  Digits digits{line.substr(1)};
  frame_ = {};
  frame_.flags = static_cast<std::uint8_t>(flags);
  frame_.id = digits.take(extended ? 8 : 3);
  const std::uint32_t code = digits.take(1);
  if (!is_fd && code > kClassicLengthMax) return SlcanLine::kMalformed;
  frame_.length = kFdLength[code];
  const std::size_t bytes = (flags & kCanRemote) != 0 ? 0 : frame_.length;
  for (std::size_t i = 0; i < bytes; ++i) frame_.data[i] = static_cast<std::uint8_t>(digits.take(2));
  stamp_ms_.reset();
  if (digits.rest.size() == kStampDigits) stamp_ms_ = static_cast<std::uint16_t>(digits.take(kStampDigits));
  const bool fits = frame_.id <= (extended ? kExtendedIdMax : kStandardIdMax) && stamp_ms_.value_or(0) <= kStampMaxMs;
  return digits.is_good && digits.rest.empty() && fits ? SlcanLine::kFrame : SlcanLine::kMalformed;
}

SlcanLine SlcanParser::read_status(std::string_view line) noexcept RT_NONBLOCKING {
  Digits digits{line};
  const std::uint32_t status = digits.take(2);
  if (!digits.is_good || !digits.rest.empty()) return SlcanLine::kMalformed;
  const bool lost = (status & (kReceiveQueueFull | kDataOverrun)) != 0;
  std::uint8_t said = can_error::kActive;
  if ((status & kErrorWarning) != 0) said = can_error::kWarning;
  if ((status & kErrorPassive) != 0) said = can_error::kPassive;
  if (lost) said |= can_error::kReceiveOverflow;
  return tell(can_error::kController, said, lost ? SlcanLine::kLostFrames : SlcanLine::kBusState);
}

/// State as a letter, then receive and transmit error counters, three decimal digits each.
SlcanLine SlcanParser::read_state(std::string_view line) noexcept RT_NONBLOCKING {
  if (line.empty()) return SlcanLine::kMalformed;
  Digits digits{line.substr(1)};
  const std::uint32_t receive_errors = digits.take(3, 10);
  const std::uint32_t transmit_errors = digits.take(3, 10);
  if (!digits.is_good || !digits.rest.empty() || receive_errors > 255 || transmit_errors > 255)
    return SlcanLine::kMalformed;
  std::uint32_t id = can_error::kHasCounters;
  std::uint8_t said = 0;
  switch (line.front()) {
    case 'a':
      said = can_error::kActive;
      break;
    case 'w':
      said = can_error::kWarning;
      break;
    case 'p':
      said = can_error::kPassive;
      break;
    case 'b':
    case 'f':
      id |= can_error::kBusOff;
      break;
    default:
      return SlcanLine::kMalformed;
  }
  tell(id | (said != 0 ? can_error::kController : 0), said, SlcanLine::kBusState);
  frame_.data[can_error::kTransmitErrorsByte] = static_cast<std::uint8_t>(transmit_errors);
  frame_.data[can_error::kReceiveErrorsByte] = static_cast<std::uint8_t>(receive_errors);
  return SlcanLine::kBusState;
}

SlcanLine SlcanParser::tell(std::uint32_t id, std::uint8_t controller, SlcanLine what) noexcept RT_NONBLOCKING {
  frame_ = {};
  frame_.id = id;
  frame_.flags = kCanErrorFrame;
  frame_.length = can_error::kLength;
  frame_.data[can_error::kControllerByte] = controller;
  stamp_ms_.reset();
  return what;
}

}  // namespace tripline
