#include "hw/gpiod/gpiod_line.hpp"
#include "rt/app/devices.hpp"

namespace tripline {

Result<std::unique_ptr<DigitalOut>> open_gpiod(const wire::StrobeT& config) {
  GpiodLineOptions options;
  options.where.chip = config.chip;
  options.where.line = config.line;
  options.active_low = config.active_low;
  auto line = GpiodLine::create(options);
  if (!line) return line.error();
  return std::unique_ptr<DigitalOut>(std::move(*line));
}

}  // namespace tripline
