#include "hw/gpiod/gpiod_input.hpp"
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

Result<std::unique_ptr<DigitalIn>> open_gpiod_input(const wire::InputT& config) {
  GpiodInputOptions options;
  options.where.chip = config.chip;
  options.where.line = config.line;
  options.where.table = "input";
  options.where.instead = "set input.source to none";
  options.edges = static_cast<EdgeChoice>(config.edge);
  options.active_low = config.active_low;
  options.bias = static_cast<InputBias>(config.bias);
  auto input = GpiodInput::create(options);
  if (!input) return input.error();
  return std::unique_ptr<DigitalIn>(std::move(*input));
}

}  // namespace tripline
