// A log line as foxglove.Log.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace tripline::foxglove_live {

/// The .bfbs of foxglove.Log. Lifetime: static.
std::span<const std::uint8_t> log_line_schema() noexcept;

/// `log`: verified bytes of topic log. Thread: any.
std::vector<std::uint8_t> log_line(std::span<const std::uint8_t> log);

}  // namespace tripline::foxglove_live
