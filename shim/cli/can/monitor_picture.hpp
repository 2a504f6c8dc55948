// The monitor's table as text: a pure function of what it knows and how one looks at it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "shim/cli/can/monitor_table.hpp"
#include "shim/cli/can/styled_line.hpp"

namespace tripline {

enum class MonitorSort : std::uint8_t { kId, kName, kCount, kCycle, kAge };

std::string_view to_text(MonitorSort sort) noexcept;
/// The one that follows, in a circle.
MonitorSort next_sort(MonitorSort sort) noexcept;

/// How one looks at the table.
struct MonitorView {
  std::size_t columns = 0;  ///< of the screen; 0: lines are as long as they get
  std::size_t lines = 0;    ///< of the screen; 0: all rows are shown, and no help for keys
  Styling styling = Styling::kNone;
  MonitorSort sort = MonitorSort::kId;
  std::size_t scroll = 0;  ///< lines of the table above the screen
  bool is_paused = false;
  nanoseconds now{0};  ///< on the clock of the frames
  std::string about;   ///< where the frames come from
};

struct MonitorPicture {
  std::string text;             ///< lines, each with its end; `lines` of them where the view says so
  std::size_t last_scroll = 0;  ///< beyond it there is nothing to see
};

/// A row is stale after three cycles of silence, and at least a second; a changed byte is highlighted for one.
MonitorPicture draw(const MonitorTable& table, const MonitorView& view);

}  // namespace tripline
