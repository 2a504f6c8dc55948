#include "hw/replay/trc_row.hpp"

#include <algorithm>

#include "hw/replay/can_length.hpp"
#include "hw/replay/error_frame.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t kWarningId = 0xFFFFFFFFU;  // version 1.0: the line is a state, not a frame
constexpr std::uint32_t kLongestMessage = 1785;    // bytes of a J1939 transport

enum class Kind : std::uint8_t { kData, kRemote, kError, kOther };

struct Type {
  std::string_view name;
  Kind kind;
  std::uint8_t flags = 0;
};
constexpr Type kTypes1[] = {{"Rx", Kind::kData}, {"Tx", Kind::kData}, {"Error", Kind::kError}, {"Warng", Kind::kOther}};
constexpr Type kTypes2[] = {{"DT", Kind::kData},
                            {"FD", Kind::kData, kCanFd},
                            {"FB", Kind::kData, kCanFd | kCanBitRateSwitch},
                            {"FE", Kind::kData, kCanFd | kCanErrorStateIndicator},
                            {"BI", Kind::kData, kCanFd | kCanBitRateSwitch | kCanErrorStateIndicator},
                            {"RR", Kind::kRemote},
                            {"ER", Kind::kError},
                            {"ST", Kind::kOther},
                            {"EC", Kind::kOther},
                            {"EV", Kind::kOther}};

/// Walks over the columns. Steps return false when the line is not as it should be there.
class Row {
 public:
  Row(std::string_view text, const TrcLog::Layout& layout, LoggedFrame& frame, LogFault& fault) noexcept
      : line_(text, fault), layout_(layout), out_(frame), frame_(frame.frame) {}

  LineMeaning read() noexcept {
    frame_ = CanFrame();
    out_.time = nanoseconds(0);
    out_.bus = "can0";
    for (const char column : layout_.columns) {
      if (column == '\0' || kind_ == Kind::kOther) break;
      if (kind_ == Kind::kError && layout_.has_types && column != 'B')
        return error_entry() ? LineMeaning::kFrame : LineMeaning::kFault;
      if (!read_column(column)) return LineMeaning::kFault;
    }
    if (kind_ == Kind::kOther) return LineMeaning::kPassedOver;
    line_.skip_blanks();
    if (!line_.is_at_end()) return line_.fail("the end of the line"), LineMeaning::kFault;
    return LineMeaning::kFrame;
  }

 private:
  bool read_column(char column) noexcept {
    switch (column) {
      case 'N':
        return read_number();
      case 'O':
        line_.skip_blanks();
        return line_.decimal(1ms, out_.time);
      case 'T':
        return read_type();
      case 'B':
        out_.bus = line_.word();
        return !out_.bus.empty() || line_.fail("the number of the bus");
      case 'I':
        return read_id();
      case 'd':
        return read_direction();
      case 'l':
      case 'L':
        return read_length(column == 'L');
      case 'D':
        return read_data();
      default:  // R
        return !line_.word().empty() || line_.fail("'-' of a reserved column");
    }
  }

  bool read_number() noexcept {
    const std::string_view word = line_.word();
    const bool has_bracket = !layout_.has_types;
    const std::string_view digits = word.substr(0, word.size() - (has_bracket && word.ends_with(')') ? 1 : 0));
    if (digits.size() + (has_bracket ? 1 : 0) != word.size() || !number_of(digits, 10, UINT32_MAX))
      return line_.fail_at(word, has_bracket ? "the number of the entry and ')'" : "the number of the entry");
    return true;
  }

  bool read_type() noexcept {
    const std::string_view word = line_.word();
    const Type* from = layout_.has_types ? std::begin(kTypes2) : std::begin(kTypes1);
    const Type* to = layout_.has_types ? std::end(kTypes2) : std::end(kTypes1);
    const Type* type = std::find_if(from, to, [&](const Type& known) { return known.name == word; });
    if (type == to)
      return line_.fail_at(word, layout_.has_types ? "a type: DT, FD, FB, FE, BI, RR, ER, ST, EC or EV"
                                                   : "a type: Rx, Tx, Warng or Error");
    kind_ = type->kind;
    frame_.flags |= type->flags;
    return true;
  }

  bool read_id() noexcept {
    const std::string_view word = line_.word();
    const auto id = number_of(word, 16, UINT32_MAX);
    if (!id || (word.size() != 4 && word.size() != 8)) return line_.fail_at(word, "an id of 4 or 8 hex digits");
    if (*id == kWarningId) return kind_ = Kind::kOther, true;
    if (*id > (word.size() == 4 ? 0x7FFU : 0x1FFFFFFFU)) return line_.fail_at(word, "an id up to 7FF or 1FFFFFFF");
    frame_.id = *id;
    if (word.size() == 8) frame_.flags |= kCanExtended;
    return true;
  }

  bool read_direction() noexcept {
    const std::string_view word = line_.word();
    return word == "Rx" || word == "Tx" || line_.fail_at(word, "Rx or Tx");
  }

  bool read_length(bool is_code) noexcept {
    const std::string_view word = line_.word();
    const bool is_fd = (frame_.flags & kCanFd) != 0;
    const std::uint32_t most = !is_fd ? kLongestMessage : is_code ? 15U : std::uint32_t{kFdCanBytes};
    const auto length = number_of(word, 10, most);
    if (!length) return line_.fail_at(word, "the length of the data");
    if (!is_fd)
      frame_.length = classic_length(*length);
    else
      frame_.length = is_code ? fd_length(*length) : static_cast<std::uint8_t>(*length);
    is_long_ = !is_fd && *length > kClassicCanBytes;
    return true;
  }

  bool read_data() noexcept {
    if (kind_ == Kind::kRemote || line_.peek_word() == "RTR") {
      if (kind_ != Kind::kRemote) line_.word();
      frame_.flags |= kCanRemote;
      return true;
    }
    if (line_.peek_word() == "ERROR") line_.word(), kind_ = Kind::kError;
    const std::size_t count = frame_.length;
    for (std::size_t i = 0; i < count; ++i)
      if (!read_byte(frame_.data[i])) return false;
    if (is_long_ && !line_.peek_word().empty()) kind_ = Kind::kOther;
    return kind_ != Kind::kError || old_error();
  }

  bool read_byte(std::uint8_t& byte) noexcept {
    const std::string_view word = line_.word();
    const auto value = number_of(word, 16, 0xFF);
    if (word.size() != 2 || !value) return line_.fail_at(word, "two hex digits of a data byte");
    byte = static_cast<std::uint8_t>(*value);
    return true;
  }

  // Version 1: the kind of error stands where the id is, and four bytes follow.
  bool old_error() noexcept {
    if (frame_.length != 4) return line_.fail("four bytes of an error");
    to_error(frame_.id, frame_.data[1], frame_.data[2], frame_.data[3]);
    return true;
  }

  // Version 2: columns that an error has no use for are left out or '-'. Kind, direction, place, counters are last.
  bool error_entry() noexcept {
    std::array<std::string_view, 5> last;
    while (!line_.peek_word().empty()) {
      std::rotate(last.begin(), last.begin() + 1, last.end());
      last.back() = line_.word();
    }
    std::array<std::uint8_t, 5> bytes{};
    for (std::size_t i = 0; i < last.size(); ++i) {
      const auto value = number_of(last[i], 16, 0xFF);
      if (last[i].size() != 2 || !value) return line_.fail("five bytes of an error at the end of the line");
      bytes[i] = static_cast<std::uint8_t>(*value);
    }
    to_error(bytes[0], bytes[2], bytes[3], bytes[4]);
    return true;
  }

  // PEAK: 1 bit, 2 form, 4 stuff, 8 other; SocketCAN has the first three in the same bits, and the same places.
  void to_error(std::uint32_t kind, std::uint8_t place, std::uint8_t received, std::uint8_t sent) noexcept {
    frame_ = error_frame(can_error::kProtocol | can_error::kBusError | can_error::kHasCounters);
    frame_.data[can_error::kProtocolKindByte] = static_cast<std::uint8_t>(kind & 7U);
    frame_.data[can_error::kProtocolPlaceByte] = place;
    frame_.data[can_error::kTransmitErrorsByte] = sent;
    frame_.data[can_error::kReceiveErrorsByte] = received;
  }

  LogCursor line_;
  const TrcLog::Layout& layout_;
  LoggedFrame& out_;
  CanFrame& frame_;
  Kind kind_ = Kind::kData;
  bool is_long_ = false;  ///< more than 8 bytes: a message of several frames when it has them, or a raw length code
};

}  // namespace

LineMeaning read_trc_row(std::string_view text, const TrcLog::Layout& layout, LoggedFrame& frame,
                         LogFault& fault) noexcept {
  return Row(text, layout, frame, fault).read();
}

}  // namespace tripline
