#include "hw/gpiod/gpiod_lines.hpp"
#include "rt/guard/guarded_lines.hpp"

namespace tripline {

// Opened inactive, let go inactive.
Result<void> rest_gpiod(const GuardedLines& lines) {
  GpiodLinesOptions options{.chip = lines.chip};
  for (const auto& line : lines.lines) options.lines.push_back({line.name, line.active_low});
  const auto taken = GpiodLines::create(options);
  return taken ? Result<void>() : taken.error();
}

}  // namespace tripline
