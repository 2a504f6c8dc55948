// One event of a Vector log.
#pragma once

#include <string_view>

#include "hw/replay/text_log.hpp"

namespace tripline {

/// Reads an event behind its time: `line` stands there. `base`: 10 or 16. Sets bus and frame of `out`. Thread: any.
/// RT-safe: yes.
LineMeaning read_asc_event(LogCursor& line, int base, LoggedFrame& out) noexcept;

}  // namespace tripline
