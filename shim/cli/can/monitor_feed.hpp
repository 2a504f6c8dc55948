// Fills the monitor's table from a source, with names and values of DBC files or of the core.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "rt/base/result.hpp"
#include "shim/cli/can/dbc_set.hpp"
#include "shim/cli/can/frame_filter.hpp"
#include "shim/cli/can/frame_source.hpp"
#include "shim/cli/can/monitor_table.hpp"

namespace tripline {

/// Thread: one. `source` and `dbc` must outlive it.
class MonitorFeed {
 public:
  /// Without files in `dbc` names and values are the source's. `signals`: whose values are shown; empty: none.
  /// Errors: kUsage for a signal that no DBC file has.
  static Result<std::unique_ptr<MonitorFeed>> create(FrameSource& source, const DbcSet& dbc, FrameFilter frames,
                                                     std::vector<std::string> signals);

  /// Takes what comes until `until`, or until the source ends, which is true then. Errors: the source's; kUsage for a
  /// signal that the core does not have.
  Result<bool> fill(MonitorTable& table, MonoTime until);

 private:
  MonitorFeed(FrameSource& source, const DbcSet& dbc, FrameFilter frames, std::vector<std::string> signals);
  Result<void> use(MonitorTable& table, SignalNames names);
  Result<void> take(MonitorTable& table, SourceRead read, const SourceItem& item);
  void add_frame(MonitorTable& table, const SourceItem& item);
  void add_values(MonitorTable& table, const SourceItem& item, const DecodedFrame& decoded);

  FrameSource& source_;
  const DbcSet& dbc_;
  FrameFilter frames_;
  std::vector<std::string> signals_;
  std::vector<std::uint8_t> is_shown_;  ///< per signal of the table's names
  DecodeRoom room_;
  bool has_names_ = false;  ///< the table has those of the DBC files
};

}  // namespace tripline
