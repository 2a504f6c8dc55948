#include "hw/replay/log_cursor.hpp"

#include <algorithm>
#include <charconv>

namespace tripline {
namespace {

constexpr bool is_blank(char c) { return c == ' ' || c == '\t'; }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::size_t LogCursor::skip_blanks() noexcept {
  const std::size_t from = at_;
  while (is_blank(peek())) ++at_;
  return at_ - from;
}

std::string_view LogCursor::word() noexcept {
  skip_blanks();
  const std::size_t from = at_;
  while (!is_at_end() && !is_blank(text_[at_])) ++at_;
  return text_.substr(from, at_ - from);
}

std::string_view LogCursor::peek_word() const noexcept {
  LogCursor ahead = *this;
  return ahead.word();
}

bool LogCursor::decimal(nanoseconds unit, nanoseconds& value) noexcept {
  const std::size_t from = at_;
  const std::int64_t most = INT64_MAX / unit.count() - 1;
  std::int64_t whole = 0;
  for (; is_digit(peek()); ++at_) {
    if (whole > (most - 9) / 10) return fail("a time before the year 2262");
    whole = whole * 10 + (peek() - '0');
  }
  if (at_ == from) return fail("the digits of a time");
  std::int64_t fraction = 0;
  if (accept('.')) {
    if (!is_digit(peek())) return fail("digits of the fraction");
    for (std::int64_t scale = unit.count() / 10; is_digit(peek()); ++at_, scale /= 10)
      fraction += scale * (peek() - '0');
  }
  value = nanoseconds(whole * unit.count() + fraction);
  return true;
}

std::optional<std::uint32_t> number_of(std::string_view word, int base, std::uint32_t most) noexcept {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value, base);
  if (error != std::errc() || end != word.data() + word.size() || value > most) return std::nullopt;
  return value;
}

std::string_view without_zeros(std::string_view time) noexcept {
  while (time.size() > 1 && time[0] == '0' && is_digit(time[1])) time.remove_prefix(1);
  return time;
}

bool is_word(std::string_view word, std::string_view lower_case) noexcept {
  return std::equal(word.begin(), word.end(), lower_case.begin(), lower_case.end(),
                    [](char a, char b) { return lower(a) == b; });
}

}  // namespace tripline
