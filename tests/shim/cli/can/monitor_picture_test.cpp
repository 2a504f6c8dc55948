// The monitor's picture, as text: what stands where on a screen of what size.
#include "shim/cli/can/monitor_picture.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace tripline {
namespace {

using namespace std::chrono_literals;

SourceItem item_of(std::string_view bus, std::uint32_t id, nanoseconds time, std::vector<std::uint8_t> data = {}) {
  SourceItem item;
  item.bus = bus;
  item.time = time;
  item.frame.id = id;
  item.frame.length = static_cast<std::uint8_t>(data.size());
  std::copy(data.begin(), data.end(), item.frame.data.begin());
  return item;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

/// Columns that a terminal shows: characters, without what only sets the style.
std::size_t visible(const std::string& line) {
  std::size_t columns = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\x1b') {
      i = line.find('m', i);
      continue;
    }
    if ((static_cast<unsigned char>(line[i]) & 0xC0U) != 0x80U) ++columns;
  }
  return columns;
}

MonitorTable engine_table() {
  SignalNames names;
  names.signals = {{"Rpm", "Engine", "rpm", CanId(0x44), ""}};
  names.messages[CanId(0x44).key()] = "Engine";
  MonitorTable table;
  table.set_names(std::move(names));
  table.add(item_of("can0", 0x44, 0ms, {0xA0, 0x0F, 3}));
  table.add(item_of("can0", 0x44, 20ms, {0xA1, 0x0F, 3}));
  return table;
}

MonitorView view_of(std::size_t columns, std::size_t lines) {
  MonitorView view;
  view.columns = columns;
  view.lines = lines;
  view.now = 120ms;
  view.about = "test.log";
  return view;
}

TEST(MonitorPicture, ShowsALinePerRowInPlainText) {
  const auto lines = lines_of(draw(engine_table(), view_of(0, 0)).text);
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0], "2 frames, 1 ids  test.log");
  EXPECT_EQ(lines[1], "bus          id    count  rate Hz cycle ms  age s name                             data");
  EXPECT_EQ(lines[2], "can0        044        2     50.0     20.0    0.1 Engine                           A1 0F 03");
}

TEST(MonitorPicture, FillsTheScreenAndNoMore) {
  MonitorTable table = engine_table();
  for (std::uint32_t id = 0; id < 100; ++id)
    table.add(item_of("a-bus-of-a-long-name", 0x100 + id, 0ms, std::vector<std::uint8_t>(64, 0xEE)));
  for (const auto& [columns, height] :
       {std::pair<std::size_t, std::size_t>{80, 24}, {120, 40}, {20, 5}, {1, 1}, {300, 3}}) {
    MonitorView view = view_of(columns, height);
    view.styling = Styling::kColor;
    const auto lines = lines_of(draw(table, view).text);
    EXPECT_EQ(lines.size(), height);
    for (const std::string& line : lines) EXPECT_LE(visible(line), columns) << line;
  }
}

TEST(MonitorPicture, HasEightBytesOnAScreenOfEightyColumns) {
  MonitorTable table;
  table.add(item_of("can0", 0x44, 0ms, {1, 2, 3, 4, 5, 6, 7, 0xFF}));
  const auto lines = lines_of(draw(table, view_of(80, 24)).text);
  EXPECT_TRUE(lines[2].ends_with(" 01 02 03 04 05 06 07 FF")) << lines[2];
  EXPECT_LE(lines[2].size(), 80U);
}

TEST(MonitorPicture, HighlightsWhatChangedForASecond) {
  MonitorView view = view_of(80, 24);
  view.styling = Styling::kColor;
  EXPECT_NE(draw(engine_table(), view).text.find("\x1b[1;31mA1\x1b[0m 0F 03"), std::string::npos);
  view.styling = Styling::kMonochrome;
  const std::string monochrome = draw(engine_table(), view).text;
  EXPECT_NE(monochrome.find("\x1b[1;7mA1\x1b[0m 0F 03"), std::string::npos);
  EXPECT_EQ(monochrome.find("\x1b[31m"), std::string::npos);
  view.styling = Styling::kNone;
  EXPECT_EQ(draw(engine_table(), view).text.find('\x1b'), std::string::npos);
  view.styling = Styling::kColor;
  view.now = 1020ms;
  EXPECT_EQ(draw(engine_table(), view).text.find("\x1b[1;31m"), std::string::npos);
}

TEST(MonitorPicture, DimsWhatIsStale) {
  MonitorView view = view_of(80, 24);
  view.styling = Styling::kColor;
  view.now = 1s;
  EXPECT_EQ(draw(engine_table(), view).text.find("\x1b[2mcan0"), std::string::npos);
  view.now = 2s;
  const std::string text = draw(engine_table(), view).text;
  EXPECT_NE(text.find("\x1b[2mcan0"), std::string::npos);
  EXPECT_NE(text.find("\x1b[31m   2.0\x1b[0m"), std::string::npos);
}

TEST(MonitorPicture, ShowsValuesBelowTheirRow) {
  MonitorTable table = engine_table();
  table.set_value(0, "can0", 766.25, "Idle");
  const auto lines = lines_of(draw(table, view_of(80, 24)).text);
  EXPECT_EQ(lines[3], "      Rpm=766.25 rpm (Idle)");
}

TEST(MonitorPicture, ScrollsToTheLastLineAndNotBeyond) {
  MonitorTable table;
  for (std::uint32_t id = 0; id < 50; ++id) table.add(item_of("can0", id, 0ms));
  MonitorView view = view_of(80, 13);
  view.scroll = 5;
  auto picture = draw(table, view);
  EXPECT_EQ(picture.last_scroll, 40U);
  EXPECT_EQ(lines_of(picture.text)[2].substr(7, 8), "     005");
  view.scroll = 1000;
  picture = draw(table, view);
  EXPECT_EQ(lines_of(picture.text)[11].substr(7, 8), "     031");
  EXPECT_NE(picture.text.find("lines 41-50 of 50"), std::string::npos);
}

TEST(MonitorPicture, SortsAsAsked) {
  MonitorTable table;
  table.add(item_of("can1", 1, 0ms), "B");
  table.add(item_of("can0", 2, 0ms), "C");
  table.add(item_of("can0", 2, 50ms), "C");
  table.add(item_of("can0", 3, 60ms), "A");
  table.add(item_of("can0", 3, 70ms), "A");
  table.add(item_of("can0", 3, 80ms), "A");
  MonitorView view = view_of(80, 24);
  const auto order = [&](MonitorSort sort) {
    view.sort = sort;
    const auto lines = lines_of(draw(table, view).text);
    std::string ids;
    for (std::size_t i = 2; i < 5; ++i) ids += lines[i][14];
    return ids;
  };
  EXPECT_EQ(order(MonitorSort::kId), "231");
  EXPECT_EQ(order(MonitorSort::kName), "312");
  EXPECT_EQ(order(MonitorSort::kCount), "321");
  EXPECT_EQ(order(MonitorSort::kCycle), "321");
  EXPECT_EQ(order(MonitorSort::kAge), "321");
  MonitorSort sort = MonitorSort::kId;
  for (int i = 0; i < 5; ++i) sort = next_sort(sort);
  EXPECT_EQ(sort, MonitorSort::kId);
}

TEST(MonitorPicture, SaysThatItIsPausedAndWhatItCouldNotShow) {
  MonitorTable table;
  for (std::uint32_t id = 0; id < limits::kCanIds + 2; ++id) table.add(item_of("can0", id, 0ms));
  MonitorView view = view_of(80, 24);
  view.is_paused = true;
  const auto lines = lines_of(draw(table, view).text);
  EXPECT_EQ(lines[0], "1026 frames, 1024 ids, 2 frames of further ids  PAUSED  test.log");
}

TEST(MonitorPicture, NamesRemoteAndErrorFrames) {
  MonitorTable table;
  SourceItem remote = item_of("can0", 0x44, 0ms, {0, 0});
  remote.frame.flags = kCanRemote;
  table.add(remote);
  SourceItem error = item_of("can0", 4, 0ms, {1});
  error.frame.flags = kCanErrorFrame;
  table.add(error);
  const auto lines = lines_of(draw(table, view_of(0, 0)).text);
  EXPECT_TRUE(lines[2].ends_with("remote request")) << lines[2];
  EXPECT_NE(lines[3].find("   error "), std::string::npos) << lines[3];
}

TEST(StyledLine, CutsCharactersWholeAndMakesControlsHarmless) {
  EXPECT_EQ(StyledLine(5, Styling::kNone).add("°C°C°C").text(), "°C°C…");
  EXPECT_EQ(StyledLine(6, Styling::kNone).add("°C°C°C").text(), "°C°C°C");
  EXPECT_EQ(StyledLine(0, Styling::kNone).add("a\x1b[2Jb\x7f\xC2\x9B").text(), "a?[2Jb??");
  EXPECT_EQ(left_aligned("°C", 4), "°C  ");
  EXPECT_EQ(left_aligned("Engine", 4), "Eng…");
}

}  // namespace
}  // namespace tripline
