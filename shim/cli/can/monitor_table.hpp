// What `tripline can monitor` knows: one row per bus and id.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "shim/cli/can/bus_names.hpp"
#include "shim/cli/can/frame_source.hpp"
#include "shim/cli/can/signal_names.hpp"

namespace tripline {

struct MonitorValue {
  std::uint32_t signal = 0;  ///< index in MonitorTable::names()
  double value = 0;
  std::string choice;  ///< name of that value; empty: none
};

struct MonitorRow {
  std::size_t bus = 0;
  CanFrame frame;  ///< the newest
  std::string name;
  std::uint64_t count = 0;
  nanoseconds time{0};                       ///< of the newest frame
  nanoseconds cycle{0};                      ///< between frames, smoothed over about eight; 0: not known yet
  std::array<nanoseconds, 64> changed_at{};  ///< when each byte became what it is; kNever: it has always been
  std::vector<MonitorValue> values;          ///< newest, in the order of the names

  static constexpr nanoseconds kNever = nanoseconds::min();
};

/// Thread: one. Bounded: limits::kCanIds rows and limits::kLogBuses buses; frames of further ones are counted.
class MonitorTable {
 public:
  /// Names for rows to come and, in place of those that it had, values.
  void set_names(SignalNames names);
  /// `name` of the message; empty: what the names say of its id.
  void add(const SourceItem& item, std::string_view name = {});
  /// Notes a value in the rows of its message: on this bus or, where it is empty, on any. A derived one, which is of
  /// no message, goes to derived().
  void set_value(std::uint32_t signal, std::string_view bus, double value, std::string_view choice = {});
  /// Forgets all but the names.
  void clear();

  std::span<const MonitorRow> rows() const noexcept { return rows_; }
  const std::string& bus_name(const MonitorRow& row) const { return buses_.name(row.bus); }
  /// Values that are of no message, in the order of the names.
  std::span<const MonitorValue> derived() const noexcept { return derived_; }
  const SignalNames& names() const noexcept { return names_; }
  std::uint64_t frames() const noexcept { return frames_; }
  std::uint64_t further_frames() const noexcept { return further_frames_; }

 private:
  MonitorRow* row_of(const SourceItem& item);
  static void note_bytes(MonitorRow& row, const CanFrame& frame, nanoseconds time);
  static void note_time(MonitorRow& row, nanoseconds time);
  static void note_value(std::vector<MonitorValue>& values, MonitorValue value);

  SignalNames names_;
  BusNames buses_;
  std::vector<MonitorRow> rows_;
  std::vector<MonitorValue> derived_;
  std::unordered_map<std::uint64_t, std::size_t> row_of_;
  std::uint64_t frames_ = 0;
  std::uint64_t further_frames_ = 0;
};

}  // namespace tripline
