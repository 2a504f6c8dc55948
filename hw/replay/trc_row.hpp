// One entry of a PEAK trace.
#pragma once

#include <cstdint>
#include <string_view>

#include "hw/replay/trc_log.hpp"

namespace tripline {

/// Reads an entry in the columns of `layout`; sets all of `frame` but its time_text. Thread: any. RT-safe: yes.
LineMeaning read_trc_row(std::string_view text, const TrcLog::Layout& layout, LoggedFrame& frame,
                         LogFault& fault) noexcept;

}  // namespace tripline
