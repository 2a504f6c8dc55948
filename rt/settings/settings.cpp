#include "rt/settings/settings.hpp"

#include <algorithm>

namespace tripline {

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

Result<StrobePlan> strobe_plan_of(const wire::StrobeT& config) {
  if (config.output == wire::StrobeOutput::none) return StrobePlan{};
  return make_strobe_plan({config.pulse_us, config.gap_us},
                          {std::chrono::microseconds(config.max_on_us), config.max_duty,
                           std::chrono::milliseconds(config.min_rest_ms), config.output == wire::StrobeOutput::gpiod});
}

}  // namespace tripline
