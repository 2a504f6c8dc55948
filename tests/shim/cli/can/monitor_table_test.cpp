// What the monitor knows: rows, changes, cycles, values, and its bounds.
#include "shim/cli/can/monitor_table.hpp"

#include <gtest/gtest.h>

#include "rt/base/limits.hpp"

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

TEST(MonitorTable, HasARowPerBusAndId) {
  MonitorTable table;
  table.add(item_of("can0", 1, 0s));
  table.add(item_of("can1", 1, 1s));
  table.add(item_of("can0", 1, 2s));
  SourceItem error = item_of("can0", 1, 3s);
  error.frame.flags = kCanErrorFrame;
  table.add(error);
  SourceItem extended = item_of("can0", 1, 4s);
  extended.frame.flags = kCanExtended;
  table.add(extended);
  ASSERT_EQ(table.rows().size(), 4U);
  EXPECT_EQ(table.rows()[0].count, 2U);
  EXPECT_EQ(table.bus_name(table.rows()[1]), "can1");
  EXPECT_EQ(table.frames(), 5U);
}

TEST(MonitorTable, NotesWhichBytesChangedAndWhen) {
  MonitorTable table;
  table.add(item_of("can0", 1, 1s, {1, 2, 3}));
  const MonitorRow& row = table.rows()[0];
  EXPECT_EQ(row.changed_at[0], MonitorRow::kNever);
  table.add(item_of("can0", 1, 2s, {1, 9, 3}));
  EXPECT_EQ(row.changed_at[0], MonitorRow::kNever);
  EXPECT_EQ(row.changed_at[1], 2s);
  table.add(item_of("can0", 1, 3s, {1, 9, 3, 0}));
  EXPECT_EQ(row.changed_at[1], 2s);
  EXPECT_EQ(row.changed_at[3], 3s);
}

TEST(MonitorTable, SmoothsTheCycle) {
  MonitorTable table;
  table.add(item_of("can0", 1, 0ms));
  const MonitorRow& row = table.rows()[0];
  EXPECT_EQ(row.cycle, 0ms);
  table.add(item_of("can0", 1, 10ms));
  EXPECT_EQ(row.cycle, 10ms);
  table.add(item_of("can0", 1, 28ms));
  EXPECT_EQ(row.cycle, 11ms);
  table.add(item_of("can0", 1, 20ms));  // back in time counts as no time
  EXPECT_EQ(row.cycle, 11ms - 1375us);
}

SignalNames names() {
  SignalNames names;
  names.signals = {{"Rpm", "Engine", "rpm", CanId(1), ""}, {"Gear", "Engine", "", CanId(1), ""}};
  names.messages[CanId(1).key()] = "Engine";
  return names;
}

TEST(MonitorTable, KeepsTheNewestValueOfEachSignal) {
  MonitorTable table;
  table.set_names(names());
  table.add(item_of("can0", 1, 0s));
  table.add(item_of("can1", 1, 0s));
  table.set_value(1, "can0", 3, "Third");
  table.set_value(0, "can0", 800);
  table.set_value(0, "can0", 900);
  table.set_value(0, "", 700);
  const auto& first = table.rows()[0].values;
  ASSERT_EQ(first.size(), 2U);
  EXPECT_EQ(first[0].value, 700);
  EXPECT_EQ(first[1].choice, "Third");
  ASSERT_EQ(table.rows()[1].values.size(), 1U);
  EXPECT_EQ(table.rows()[1].values[0].value, 700);
}

TEST(MonitorTable, KeepsDerivedValuesBesideTheRows) {
  SignalNames with_derived = names();
  with_derived.signals.push_back({"power", "", "kW", CanId(), ""});
  MonitorTable table;
  table.set_names(with_derived);
  table.add(item_of("can0", 0, 0s));
  table.set_value(2, "", 80);
  EXPECT_TRUE(table.rows()[0].values.empty());
  ASSERT_EQ(table.derived().size(), 1U);
  EXPECT_EQ(table.derived()[0].value, 80);
  table.set_names(names());
  EXPECT_TRUE(table.derived().empty());
}

TEST(MonitorTable, NamesRowsThatWereThereBeforeTheNames) {
  MonitorTable table;
  table.add(item_of("can0", 1, 0s));
  EXPECT_EQ(table.rows()[0].name, "");
  table.set_names(names());
  EXPECT_EQ(table.rows()[0].name, "Engine");
  table.add(item_of("can0", 2, 0s), "Other");
  EXPECT_EQ(table.rows()[1].name, "Other");
}

TEST(MonitorTable, CountsWhatThereIsNoRoomFor) {
  MonitorTable table;
  for (std::uint32_t id = 0; id < limits::kCanIds + 3; ++id) table.add(item_of("can0", id, 0s));
  table.add(item_of("can0", 0, 1s));
  EXPECT_EQ(table.rows().size(), limits::kCanIds);
  EXPECT_EQ(table.further_frames(), 3U);
  EXPECT_EQ(table.frames(), limits::kCanIds + 4);
  table.clear();
  EXPECT_TRUE(table.rows().empty());
  EXPECT_EQ(table.frames() + table.further_frames(), 0U);
}

}  // namespace
}  // namespace tripline
