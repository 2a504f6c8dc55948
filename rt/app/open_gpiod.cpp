#include "hw/gpiod/gpiod_lines.hpp"
#include "rt/app/devices.hpp"

namespace tripline {

Result<std::unique_ptr<DigitalOut>> open_gpiod(const wire::StrobeT& config) {
  GpiodLinesOptions options;
  options.chip = config.chip;
  options.lines.push_back({config.line, config.active_low});
  for (const auto& line : config.lines) options.lines.push_back({line->line, line->active_low});
  auto lines = GpiodLines::create(options);
  if (!lines) return lines.error();
  return std::unique_ptr<DigitalOut>(std::move(*lines));
}

}  // namespace tripline
