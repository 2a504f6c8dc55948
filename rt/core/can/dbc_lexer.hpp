// Reads the words, numbers and strings of a DBC text; the first thing that is not as expected sticks until taken.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tripline {

/// Position for people, both from 1.
struct DbcPlace {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
};

/// After a failed read every further one returns nothing, so that a statement reads as one straight list of what it
/// consists of, and is judged once at its end with take_failure(). The text must outlive the lexer.
class DbcLexer {
 public:
  struct Failure {
    bool failed = false;
    std::size_t at = 0;
    std::string expected;
  };

  explicit DbcLexer(std::string_view text);

  /// The name-like run of characters here; names that start with a digit are names.
  std::string_view word(std::string_view expected);
  double number(std::string_view expected);
  /// A whole number, decimal or with an exponent; beyond 2^63 its bits.
  std::int64_t integer(std::string_view expected);
  std::uint32_t unsigned32(std::string_view expected);
  /// "text" that ends at the next quote which no backslash escapes; result in UTF-8 without the backslashes.
  std::string string(std::string_view expected);
  /// As string(), but quotes inside count as text unless a statement can end behind them.
  std::string comment(std::string_view expected);
  void expect(char c);
  void expect_one_of(std::string_view characters);
  bool accept(char c);
  /// Takes the ';' of a statement. False when it is missing but the next line begins a new statement.
  bool end_statement();

  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool at_end() const { return at_ >= text_.size(); }
  bool at_number() const;
  /// True at the end of the text, and where the first word of a line is a keyword.
  bool at_statement() const;
  /// Spaces, tabs and remarks of this line.
  void skip_blank();
  /// Spaces, tabs, line ends and remarks.
  void skip_space();
  void skip_line();
  /// To behind the ';' that ends the statement, strings passed over. False when there is none before the next one.
  bool skip_statement();
  /// To the first line behind `from` that begins a statement.
  void skip_to_statement_behind(std::size_t from);
  bool rest_of_line_is_blank() const;
  /// Nothing but names, commas and blanks, and no keyword first.
  bool line_is_words() const;

  std::size_t position() const { return at_; }
  void seek(std::size_t position) { at_ = position; }
  DbcPlace place(std::size_t position) const;
  /// Sticks unless something failed before.
  void fail(std::string_view expected);
  bool failed() const { return failure_.failed; }
  Failure take_failure();

 private:
  /// A remark as C++ has them (`// …`, `/* … */`): no part of the format, but of the wild.
  bool skip_remark();
  std::string_view peek_word() const;
  bool starts_statement(std::size_t line_start) const;
  bool closes_comment(std::size_t quote) const;
  std::size_t find_comment_end(std::size_t from) const;
  std::string take_text(std::size_t first, std::size_t end);

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<std::size_t> line_starts_;
  Failure failure_;
};

/// Every word that may begin a statement.
bool is_dbc_keyword(std::string_view word);
}  // namespace tripline
