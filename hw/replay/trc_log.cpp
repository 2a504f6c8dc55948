#include "hw/replay/trc_log.hpp"

#include <algorithm>

#include "hw/replay/trc_row.hpp"

namespace tripline {
namespace {

struct Version {
  std::string_view name;
  std::string_view columns;
};
constexpr Version kVersions[] = {{"1.0", "NOILD"},    {"1.1", "NOTILD"},  {"1.2", "NOBTILD"},
                                 {"1.3", "NOBTIRLD"}, {"2.0", "NOTIdlD"}, {"2.1", "NOTBIdRLD"}};
constexpr std::string_view kLetters = "NOBTIdRlLD";

TrcLog::Layout layout_of(std::string_view columns, bool has_types) noexcept {
  TrcLog::Layout layout{{}, has_types};
  std::copy(columns.begin(), columns.end(), layout.columns.begin());
  return layout;
}

}  // namespace

LineMeaning TrcLog::read_version(LogCursor& line) noexcept {
  const std::string_view name = line.word();
  for (const Version& version : kVersions) {
    if (version.name != name) continue;
    layout_ = layout_of(version.columns, name.starts_with('2'));
    return LineMeaning::kNothing;
  }
  return line.fail_at(name, "a version of 1.0 to 1.3, 2.0 or 2.1"), LineMeaning::kFault;
}

// Letters with commas between them; the data is last.
LineMeaning TrcLog::read_columns(LogCursor& line) noexcept {
  const std::string_view list = line.word();
  std::array<char, 16> columns{};
  std::size_t count = 0;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const bool is_letter = i % 2 == 0 && kLetters.find(list[i]) != std::string_view::npos &&
                           std::find(columns.begin(), columns.end(), list[i]) == columns.end();
    if (!is_letter && !(i % 2 == 1 && list[i] == ','))
      return line.fail_at(list.substr(i), "the letters N,O,T,B,I,d,R,l or L,D, each once"), LineMeaning::kFault;
    if (is_letter) columns[count++] = list[i];
  }
  const std::string_view all(columns.data(), count);
  for (const char needed : {'O', 'T', 'I', 'D'})
    if (all.find(needed) == std::string_view::npos || all.back() != 'D' || all.find_first_of("lL") == all.npos)
      return line.fail_at(list, "columns with O, T, I, l or L, and D as the last"), LineMeaning::kFault;
  layout_ = {columns, layout_.has_types};
  return LineMeaning::kNothing;
}

LineMeaning TrcLog::read_comment(LogCursor& line) noexcept {
  line.step();
  const std::size_t from = line.at();
  while (!line.is_at_end() && line.peek() != '=') line.step();
  const std::string_view key = line.since(from);
  if (!line.accept('=')) return LineMeaning::kNothing;
  if (key == "$FILEVERSION") return read_version(line);
  return key == "$COLUMNS" ? read_columns(line) : LineMeaning::kNothing;
}

LineMeaning TrcLog::read(std::string_view text, LoggedFrame& frame, LogFault& fault) noexcept {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return LineMeaning::kNothing;
  if (text[first] == ';') {
    LogCursor line(text, fault);
    line.seek(first);
    return read_comment(line);
  }
  const LineMeaning meaning = read_trc_row(text, layout_, frame, fault);
  if (meaning == LineMeaning::kFrame) frame.time_text = text_.write(frame.time);
  return meaning;
}

}  // namespace tripline
