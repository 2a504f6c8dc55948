#include "rt/core/can/dbc_lexer.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

#include "rt/core/can/utf8.hpp"

namespace tripline {
namespace {

constexpr bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v'; }
constexpr bool is_space(char c) { return is_blank(c) || c == '\n' || c == '\0'; }
constexpr bool ends_word(char c) {
  return is_space(c) || std::string_view(":;,\"()[]|@").find(c) != std::string_view::npos;
}

constexpr std::array<std::string_view, 35> kKeywords{"VERSION",
                                                     "NS_",
                                                     "BS_",
                                                     "BU_",
                                                     "BO_",
                                                     "SG_",
                                                     "VAL_TABLE_",
                                                     "VAL_",
                                                     "CM_",
                                                     "BA_DEF_",
                                                     "BA_DEF_DEF_",
                                                     "BA_",
                                                     "SIG_VALTYPE_",
                                                     "SG_MUL_VAL_",
                                                     "BO_TX_BU_",
                                                     "SIG_GROUP_",
                                                     "EV_",
                                                     "EV_DATA_",
                                                     "ENVVAR_DATA_",
                                                     "BA_DEF_REL_",
                                                     "BA_REL_",
                                                     "BA_SGTYPE_",
                                                     "SGTYPE_",
                                                     "CAT_",
                                                     "CAT_DEF_",
                                                     "FILTER",
                                                     "SIG_TYPE_REF_",
                                                     "SIGTYPE_VALTYPE_",
                                                     "SGTYPE_VAL_",
                                                     "BU_SG_REL_",
                                                     "BU_EV_REL_",
                                                     "BU_BO_REL_",
                                                     "NS_DESC_",
                                                     "BA_DEF_SGTYPE_",
                                                     "BA_DEF_DEF_REL_"};

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

bool is_dbc_keyword(std::string_view word) {
  return std::find(kKeywords.begin(), kKeywords.end(), word) != kKeywords.end();
}

DbcLexer::DbcLexer(std::string_view text) : text_(text), line_starts_{0} {
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] == '\n') line_starts_.push_back(i + 1);
  if (text.starts_with("\xEF\xBB\xBF")) at_ = 3;
}

DbcPlace DbcLexer::place(std::size_t position) const {
  const auto next = std::upper_bound(line_starts_.begin(), line_starts_.end(), position);
  const auto line = static_cast<std::size_t>(next - line_starts_.begin());
  return {static_cast<std::uint32_t>(line), static_cast<std::uint32_t>(position - line_starts_[line - 1] + 1)};
}

void DbcLexer::fail(std::string_view expected) {
  if (failure_.failed) return;
  failure_ = {true, at_, std::string(expected)};
}

DbcLexer::Failure DbcLexer::take_failure() { return std::exchange(failure_, Failure{}); }

bool DbcLexer::skip_remark() {
  const std::string_view rest = text_.substr(at_);
  if (rest.starts_with("//")) {
    at_ = std::min(text_.size(), text_.find('\n', at_));
    return true;
  }
  if (!rest.starts_with("/*")) return false;
  const std::size_t end = text_.find("*/", at_ + 2);
  at_ = end == std::string_view::npos ? text_.size() : end + 2;
  return true;
}

void DbcLexer::skip_blank() {
  do
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
  while (skip_remark());
}

void DbcLexer::skip_space() {
  do
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  while (skip_remark());
}

void DbcLexer::skip_line() {
  const std::size_t end = text_.find('\n', at_);
  at_ = end == std::string_view::npos ? text_.size() : end + 1;
}

std::string_view DbcLexer::peek_word() const {
  std::size_t end = at_;
  while (end < text_.size() && !ends_word(text_[end])) ++end;
  return text_.substr(at_, end - at_);
}

std::string_view DbcLexer::word(std::string_view expected) {
  if (failed()) return {};
  skip_blank();
  const std::string_view found = peek_word();
  if (found.empty()) fail(expected);
  at_ += found.size();
  return found;
}

bool DbcLexer::at_number() const {
  const std::size_t sign = peek() == '-' || peek() == '+' ? 1 : 0;
  const char first = at_ + sign < text_.size() ? text_[at_ + sign] : '\0';
  return is_digit(first) || first == '.';
}

double DbcLexer::number(std::string_view expected) {
  if (failed()) return 0;
  skip_blank();
  const std::size_t plus = peek() == '+' ? 1 : 0;
  const char* first = text_.data() + at_ + plus;
  double value = 0;
  const auto [end, error] = std::from_chars(first, text_.data() + text_.size(), value);
  if (error == std::errc::invalid_argument) {
    fail(expected);
    return 0;
  }
  // Out of range: the file means a number too small or too large for a double; the sign of the exponent tells which.
  if (error == std::errc::result_out_of_range) {
    const bool tiny = std::string_view(first, static_cast<std::size_t>(end - first)).find('-', 1) != std::string::npos;
    value = tiny ? 0 : std::copysign(std::numeric_limits<double>::max(), *first == '-' ? -1.0 : 1.0);
  }
  at_ += plus + static_cast<std::size_t>(end - first);
  return value;
}

std::int64_t DbcLexer::integer(std::string_view expected) {
  if (failed()) return 0;
  skip_blank();
  const std::size_t plus = peek() == '+' ? 1 : 0;
  const char* first = text_.data() + at_ + plus;
  const char* last = text_.data() + text_.size();
  std::int64_t value = 0;
  auto result = std::from_chars(first, last, value);
  if (result.ec == std::errc::result_out_of_range && *first != '-') {
    std::uint64_t bits = 0;
    result = std::from_chars(first, last, bits);
    value = static_cast<std::int64_t>(bits);
  }
  const bool goes_on = result.ptr != last && (*result.ptr == '.' || *result.ptr == 'e' || *result.ptr == 'E');
  if (result.ec == std::errc{} && !goes_on) {
    at_ += plus + static_cast<std::size_t>(result.ptr - first);
    return value;
  }
  const std::size_t start = at_;
  const double real = number(expected);
  if (failed()) return 0;
  if (real == std::floor(real) && std::fabs(real) < 0x1p63) return static_cast<std::int64_t>(real);
  at_ = start;
  fail(expected);
  return 0;
}

std::uint32_t DbcLexer::unsigned32(std::string_view expected) {
  skip_blank();
  const std::size_t start = at_;
  const std::int64_t value = integer(expected);
  if (value >= 0 && value <= std::numeric_limits<std::uint32_t>::max()) return static_cast<std::uint32_t>(value);
  at_ = start;
  fail(expected);
  return 0;
}

bool DbcLexer::accept(char c) {
  if (failed()) return false;
  skip_blank();
  if (peek() != c || at_end()) return false;
  ++at_;
  return true;
}

void DbcLexer::expect(char c) {
  if (!accept(c)) fail(std::string("'") + c + "'");
}

void DbcLexer::expect_one_of(std::string_view characters) {
  for (const char c : characters)
    if (accept(c)) return;
  fail("one of " + std::string(characters));
}

std::string DbcLexer::take_text(std::size_t first, std::size_t end) {
  std::string plain;
  plain.reserve(end - first);
  for (std::size_t i = first; i < end; ++i) {
    if (text_[i] == '\\' && i + 1 < end && text_[i + 1] == '"') continue;
    if (text_[i] != '\r') plain.push_back(text_[i]);
  }
  return to_utf8(plain);
}

std::string DbcLexer::string(std::string_view expected) {
  if (failed()) return {};
  skip_space();
  if (peek() != '"') {
    fail(expected);
    return {};
  }
  std::size_t end = at_ + 1;
  while (end < text_.size() && (text_[end] != '"' || text_[end - 1] == '\\')) ++end;
  if (end >= text_.size()) {
    fail("a closing '\"'");
    return {};
  }
  std::string value = take_text(at_ + 1, end);
  at_ = end + 1;
  return value;
}

bool DbcLexer::starts_statement(std::size_t line_start) const {
  std::size_t first = line_start;
  while (first < text_.size() && is_blank(text_[first])) ++first;
  std::size_t end = first;
  while (end < text_.size() && !ends_word(text_[end])) ++end;
  return is_dbc_keyword(text_.substr(first, end - first));
}

bool DbcLexer::closes_comment(std::size_t quote) const {
  std::size_t next = quote + 1;
  while (next < text_.size() && is_space(text_[next])) ++next;
  if (next >= text_.size() || text_[next] == ';') return true;
  const std::size_t line_start = text_.rfind('\n', next);
  return line_start != std::string_view::npos && line_start > quote && starts_statement(line_start + 1);
}

std::size_t DbcLexer::find_comment_end(std::size_t from) const {
  for (std::size_t i = from; i < text_.size(); ++i) {
    if (text_[i] == '"' && text_[i - 1] != '\\' && closes_comment(i)) return i;
    // A line that begins a statement and opens a string of its own: the closing quote was forgotten.
    if (text_[i] == '\n' && starts_statement(i + 1)) {
      const std::string_view line = text_.substr(i + 1, text_.find('\n', i + 1) - i - 1);
      if (line.find('"') != std::string_view::npos) return std::string_view::npos;
    }
  }
  return std::string_view::npos;
}

std::string DbcLexer::comment(std::string_view expected) {
  if (failed()) return {};
  skip_space();
  if (peek() != '"') {
    fail(expected);
    return {};
  }
  const std::size_t end = find_comment_end(at_ + 1);
  if (end == std::string_view::npos) {
    fail("a closing '\"'");
    return {};
  }
  std::string value = take_text(at_ + 1, end);
  at_ = end + 1;
  return value;
}

bool DbcLexer::at_statement() const {
  if (at_end()) return true;
  const std::size_t before = at_ == 0 ? std::string_view::npos : text_.find_last_not_of(" \t\r\f\v", at_ - 1);
  const bool first_in_line = before == std::string_view::npos || text_[before] == '\n' || at_ == 3;
  return first_in_line && is_dbc_keyword(peek_word());
}

bool DbcLexer::end_statement() {
  if (failed()) return true;
  skip_space();
  if (accept(';')) return true;
  if (!at_statement()) fail("';'");
  return false;
}

bool DbcLexer::skip_statement() {
  for (; !at_end(); ++at_) {
    const char c = text_[at_];
    if (c == ';') return ++at_, true;
    if (c == '\n' && starts_statement(at_ + 1)) return ++at_, false;
    if (c == '"') {
      const std::size_t close = text_.find('"', at_ + 1);
      if (close == std::string_view::npos) return at_ = text_.size(), false;
      at_ = close;
    }
  }
  return false;
}

void DbcLexer::skip_to_statement_behind(std::size_t from) {
  at_ = from;
  do skip_line();
  while (!at_end() && !starts_statement(at_));
}

bool DbcLexer::rest_of_line_is_blank() const {
  std::size_t i = at_;
  while (i < text_.size() && is_blank(text_[i])) ++i;
  return i >= text_.size() || text_[i] == '\n' || text_.substr(i).starts_with("//");
}

bool DbcLexer::line_is_words() const {
  const std::string_view line = text_.substr(at_, text_.find('\n', at_) - at_);
  return !starts_statement(at_) && line.find_first_of(":;\"()[]|@") == std::string_view::npos;
}

}  // namespace tripline
