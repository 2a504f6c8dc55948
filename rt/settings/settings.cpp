#include "rt/settings/settings.hpp"

#include <algorithm>

#include "rt/core/strobe/bit_pattern.hpp"

namespace tripline {
namespace {

using std::chrono::microseconds;

StrobePattern pattern_of(const wire::StrobeT& config) {
  StrobePattern pattern{config.pulse_us, config.gap_us, config.delay_us, {}};
  for (const auto& line : config.lines)
    pattern.lines.push_back({static_cast<LineUse>(line->use),
                             line->pulse_us,
                             line->gap_us,
                             line->width_us,
                             line->delay_us,
                             {microseconds(line->max_on_us), line->max_duty}});
  return pattern;
}

Result<void> check_spidev(const wire::StrobeT& config, const StrobePlan& plan) {
  if (config.active_low)
    return Error{ExitCode::kBadConfig,
                 "strobe refused: strobe.active_low with spidev: MOSI idles low; invert it in the driver of the lamp"};
  return check_bits(plan, {config.spi_hz}, config.spi_max_bytes);
}

}  // namespace

TriggerTuning tuning_of(const wire::TriggerT& config) {
  using std::chrono::milliseconds;
  TriggerTuning tuning;
  tuning.threshold = config.threshold;
  tuning.trip_fraction = config.trip_fraction;
  tuning.trip_pixels = config.trip_pixels;
  tuning.roi = {config.roi_x, config.roi_y, config.roi_width, config.roi_height};
  tuning.guard = config.guard;
  tuning.guard_fraction = config.guard_fraction;
  tuning.lamp_residual = config.lamp_residual;
  tuning.lamp_correlation = config.lamp_correlation;
  tuning.settle = milliseconds(config.settle_ms);
  tuning.cooldown = milliseconds(config.cooldown_ms);
  tuning.stall = milliseconds(config.stall_ms);
  tuning.row_step = config.row_step;
  tuning.reference_back = config.reference_back;
  return tuning;
}

nanoseconds settle_for_clip(nanoseconds settle, nanoseconds clip_length) {
  return clip_length.count() == 0 ? settle : std::min(settle, clip_length / 8);
}

Result<InputRule> input_rule_of(const wire::InputT& config) {
  if (config.action == wire::InputAction::arm_disarm && config.edge != wire::InputEdges::both)
    return Error{ExitCode::kBadConfig,
                 "input.action: arm_disarm arms at one edge and disarms at the other; set input.edge to both"};
  return InputRule{static_cast<InputAction>(config.action), std::chrono::microseconds(config.debounce_us)};
}

Result<StrobePlans> strobe_plans_of(const wire::StrobeT& config) {
  if (config.output == wire::StrobeOutput::none) return StrobePlans{};
  const bool real = config.output != wire::StrobeOutput::sim;
  const auto pattern = pattern_of(config);
  const auto shot = make_strobe_plan(
      pattern, {microseconds(config.max_on_us), config.max_duty, std::chrono::milliseconds(config.min_rest_ms), real});
  if (!shot) return shot.error();
  const auto prime = make_prime_plan({config.prime_pulses, config.prime_hz, config.prime_width_us}, pattern);
  if (!prime) return prime.error();
  if (config.output == wire::StrobeOutput::spidev)
    if (auto bits = check_spidev(config, *shot); !bits) return bits.error();
  return StrobePlans{*shot, *prime};
}

}  // namespace tripline
