#include "shim/cli/can/styled_line.hpp"

#include <algorithm>
#include <array>

namespace tripline {
namespace {

// ECMA-48 SGR, by Styling and Style.
constexpr std::array<std::array<std::string_view, 5>, 3> kBegin{{
    {"", "", "", "", ""},
    {"", "\x1b[7m", "\x1b[1;7m", "\x1b[2m", "\x1b[1m"},
    {"", "\x1b[7m", "\x1b[1;31m", "\x1b[2m", "\x1b[31m"},
}};
constexpr std::string_view kEnd = "\x1b[0m";

/// Bytes of the character at the front of the text.
std::size_t first_character(std::string_view text) {
  std::size_t bytes = 1;
  while (bytes < text.size() && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U) ++bytes;
  return bytes;
}

/// C0, DEL, and C1, which UTF-8 writes as C2 80 to C2 9F.
bool is_control(std::string_view character) {
  const auto first = static_cast<unsigned char>(character[0]);
  if (first < 0x20 || first == 0x7F) return true;
  return first == 0xC2 && character.size() > 1 && static_cast<unsigned char>(character[1]) < 0xA0;
}

std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  for (; !text.empty(); ++columns) text.remove_prefix(first_character(text));
  return columns;
}

}  // namespace

void StyledLine::append(std::string_view text) {
  while (!text.empty() && room() > 0) {
    const std::string_view character = text.substr(0, first_character(text));
    text.remove_prefix(character.size());
    if (room() == 1 && !text.empty())
      text_ += "…";
    else
      text_ += is_control(character) ? "?" : character;
    ++used_;
  }
}

StyledLine& StyledLine::add(std::string_view text, Style style) {
  if (text.empty() || room() == 0) return *this;
  const std::string_view begin = kBegin[static_cast<std::size_t>(styling_)][static_cast<std::size_t>(style)];
  text_ += begin;
  append(text);
  if (!begin.empty()) text_ += kEnd;
  return *this;
}

std::string left_aligned(std::string_view text, std::size_t columns) {
  StyledLine line(columns, Styling::kNone);
  if (columns > 0) line.add(text);
  return line.text() + std::string(columns - std::min(columns, columns_of(line.text())), ' ');
}

}  // namespace tripline
