#include "shim/cli/can/monitor_table.hpp"

#include <algorithm>
#include <utility>

#include "rt/base/limits.hpp"

namespace tripline {

void MonitorTable::set_names(SignalNames names) {
  names_ = std::move(names);
  derived_.clear();
  for (MonitorRow& row : rows_) {
    row.values.clear();
    const auto named = names_.messages.find(row.frame.can_id().key());
    row.name = named == names_.messages.end() ? "" : named->second;
  }
}

void MonitorTable::clear() {
  buses_ = {};
  rows_.clear();
  derived_.clear();
  row_of_.clear();
  frames_ = further_frames_ = 0;
}

/// Error frames have a row of their own; remote frames share that of the data they ask for.
MonitorRow* MonitorTable::row_of(const SourceItem& item) {
  const auto bus = buses_.number_of(item.bus);
  if (!bus) return nullptr;
  const std::uint64_t kind = (item.frame.flags & kCanErrorFrame) != 0 ? 1 : 0;
  const std::uint64_t key = std::uint64_t{*bus} << 40 | kind << 32 | item.frame.can_id().key();
  const auto known = row_of_.find(key);
  if (known != row_of_.end()) return &rows_[known->second];
  if (rows_.size() == limits::kCanIds) return nullptr;
  row_of_.emplace(key, rows_.size());
  MonitorRow& row = rows_.emplace_back();
  row.bus = *bus;
  row.frame = item.frame;
  row.changed_at.fill(MonitorRow::kNever);
  return &row;
}

void MonitorTable::note_bytes(MonitorRow& row, const CanFrame& frame, nanoseconds time) {
  const std::size_t length = std::max(row.frame.length, frame.length);
  for (std::size_t i = 0; i < length; ++i) {
    const bool is_same = row.frame.data[i] == frame.data[i] && (i < row.frame.length) == (i < frame.length);
    if (!is_same) row.changed_at[i] = time;
  }
  row.frame = frame;
}

void MonitorTable::note_time(MonitorRow& row, nanoseconds time) {
  if (++row.count > 1) {
    const nanoseconds step = std::max(nanoseconds(0), time - row.time);
    row.cycle = row.count == 2 ? step : row.cycle + (step - row.cycle) / 8;
  }
  row.time = time;
}

void MonitorTable::add(const SourceItem& item, std::string_view name) {
  ++frames_;
  MonitorRow* row = row_of(item);
  if (row == nullptr) {
    ++further_frames_;
    return;
  }
  if (row->count == 0) {
    const auto named = names_.messages.find(item.frame.can_id().key());
    row->name = name.empty() && named != names_.messages.end() ? named->second : std::string(name);
  }
  note_bytes(*row, item.frame, item.time);
  note_time(*row, item.time);
}

void MonitorTable::note_value(std::vector<MonitorValue>& values, MonitorValue value) {
  const auto at =
      std::lower_bound(values.begin(), values.end(), value.signal,
                       [](const MonitorValue& known, std::uint32_t wanted) { return known.signal < wanted; });
  if (at != values.end() && at->signal == value.signal)
    *at = std::move(value);
  else
    values.insert(at, std::move(value));
}

void MonitorTable::set_value(std::uint32_t signal, std::string_view bus, double value, std::string_view choice) {
  const SignalName& info = names_.signals[signal];
  if (info.message.empty()) return note_value(derived_, {signal, value, std::string(choice)});
  for (MonitorRow& row : rows_)
    if (row.name == info.message && (bus.empty() || buses_.name(row.bus) == bus))
      note_value(row.values, {signal, value, std::string(choice)});
}

}  // namespace tripline
