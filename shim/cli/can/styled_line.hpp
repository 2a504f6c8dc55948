// One line of a terminal: pieces of text with their styles, cut to the width there is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace tripline {

enum class Style : std::uint8_t { kPlain, kHeading, kChanged, kStale, kAlarm };

/// What the terminal is asked for: nothing, brightness and reversal alone (NO_COLOR), or colours too.
enum class Styling : std::uint8_t { kNone, kMonochrome, kColor };

/// Thread: one. Text is UTF-8, one column a character; what would control the terminal becomes '?'.
class StyledLine {
 public:
  /// `columns` 0: as long as it gets.
  StyledLine(std::size_t columns, Styling styling) : columns_(columns == 0 ? SIZE_MAX : columns), styling_(styling) {}

  /// Adds the text; when it does not fit, what does, and "…" in the last column.
  StyledLine& add(std::string_view text, Style style = Style::kPlain);
  /// Columns that are still free.
  std::size_t room() const noexcept { return columns_ - used_; }
  const std::string& text() const noexcept { return text_; }

 private:
  void append(std::string_view text);

  std::size_t columns_;
  Styling styling_;
  std::size_t used_ = 0;
  std::string text_;
};

/// The text in exactly this many columns: filled up with blanks behind it, or cut.
std::string left_aligned(std::string_view text, std::size_t columns);

}  // namespace tripline
