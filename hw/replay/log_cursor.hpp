// Walks over one line of a text log and remembers where the line stops being one.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "rt/base/time.hpp"

namespace tripline {

/// Where a line stops being one, and what should be there.
struct LogFault {
  std::size_t column = 0;  ///< from 1
  const char* expected = "";
};

/// Steps return false, with the fault set, when the line is not as it should be there. Thread: any. RT-safe: yes.
class LogCursor {
 public:
  LogCursor(std::string_view text, LogFault& fault) noexcept : text_(text), fault_(fault) {}

  std::size_t at() const noexcept { return at_; }
  void seek(std::size_t at) noexcept { at_ = at; }
  bool is_at_end() const noexcept { return at_ >= text_.size(); }
  /// The next character; '\0' at the end.
  char peek() const noexcept { return at_ < text_.size() ? text_[at_] : '\0'; }
  void step() noexcept { ++at_; }
  bool accept(char c) noexcept {
    if (is_at_end() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  bool fail(const char* expected) noexcept {
    fault_ = {at_ + 1, expected};
    return false;
  }

  /// How many there were.
  std::size_t skip_blanks() noexcept;
  /// The next word, behind the blanks before it; empty at the end of the line.
  std::string_view word() noexcept;
  /// The same without stepping over it.
  std::string_view peek_word() const noexcept;
  std::string_view since(std::size_t from) const noexcept { return text_.substr(from, at_ - from); }
  /// Fails at the beginning of `word`, which word() has just given.
  bool fail_at(std::string_view word, const char* expected) noexcept {
    at_ -= word.size();
    return fail(expected);
  }

  /// Digits and an optional fraction, in `unit`: 1 s or 1 ms. What a fraction has below a nanosecond is left out.
  bool decimal(nanoseconds unit, nanoseconds& value) noexcept;

 private:
  std::string_view text_;
  LogFault& fault_;
  std::size_t at_ = 0;
};

/// All of `word` as a number of that base, without sign; nothing when it is none or above `most`.
std::optional<std::uint32_t> number_of(std::string_view word, int base, std::uint32_t most) noexcept;

/// `time` without zeros at its front that a number in JSON does not bear: "0.5" of "000.5".
std::string_view without_zeros(std::string_view time) noexcept;

/// The bytes of `word` compared without regard to upper and lower case.
bool is_word(std::string_view word, std::string_view lower_case) noexcept;

}  // namespace tripline
