// The lines of a small list that people write: numbered, trimmed, without empty ones and without remarks.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace tripline {

struct TextLine {
  std::size_t number = 0;  ///< from 1
  std::string_view text;   ///< without blanks at its ends; not empty
};

/// A remark begins with '#', at the start of a line or behind a blank. Lifetime: of `text`. Thread: any.
std::vector<TextLine> text_lines(std::string_view text);

/// The text up to the next blank, taken from the front of `line`, and the blanks behind it.
std::string_view take_word(std::string_view& line);

}  // namespace tripline
