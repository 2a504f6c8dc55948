#include "rt/core/strobe/strobe_plan.hpp"

#include <fmt/format.h>

namespace tripline {
namespace {

using std::chrono::microseconds;

Error refused(std::string why) { return {ExitCode::kBadConfig, "strobe refused: " + std::move(why)}; }

Result<void> check_shape(const StrobePattern& pattern, const StrobeLimits& bounds) {
  if (pattern.pulse_us.empty())
    return refused("strobe.pulse_us is empty; give at least one pulse, or strobe.output: none");
  if (pattern.pulse_us.size() > limits::kPulses)
    return refused(
        fmt::format("strobe.pulse_us has {} pulses, at most {} are allowed", pattern.pulse_us.size(), limits::kPulses));
  if (pattern.gap_us.size() + 1 != pattern.pulse_us.size())
    return refused(fmt::format("strobe.gap_us has {} entries, {} pulses need {}", pattern.gap_us.size(),
                               pattern.pulse_us.size(), pattern.pulse_us.size() - 1));
  if (bounds.real_line && (bounds.max_on.count() == 0 || bounds.max_duty == 0.0))
    return refused("a real line needs strobe.max_on_us and strobe.max_duty: state what the lamp and its driver bear");
  return {};
}

Result<void> check_load(const StrobePlan& plan, nanoseconds on_total, const StrobeLimits& bounds) {
  for (std::size_t i = 0; i < plan.count; ++i)
    if (const auto on = plan.pulses[i].off - plan.pulses[i].on; bounds.max_on.count() > 0 && on > bounds.max_on)
      return refused(fmt::format("strobe.pulse_us[{}] is {} us, strobe.max_on_us allows {}", i, on / microseconds(1),
                                 bounds.max_on / microseconds(1)));
  const auto period = plan.length() + bounds.min_rest;
  const double duty = static_cast<double>(on_total.count()) / static_cast<double>(period.count());
  if (bounds.max_duty > 0 && duty > bounds.max_duty)
    return refused(fmt::format(
        "the pattern's duty is {:.4f} over {} us including strobe.min_rest_ms, strobe.max_duty allows {:.4f}", duty,
        period / microseconds(1), bounds.max_duty));
  return {};
}

}  // namespace

Result<StrobePlan> make_strobe_plan(const StrobePattern& pattern, const StrobeLimits& bounds) {
  if (auto shape = check_shape(pattern, bounds); !shape) return shape.error();
  StrobePlan plan;
  plan.max_on = bounds.max_on;
  plan.min_rest = bounds.min_rest;
  nanoseconds at{0};
  nanoseconds on_total{0};
  for (std::size_t i = 0; i < pattern.pulse_us.size(); ++i) {
    const auto on = microseconds(pattern.pulse_us[i]);
    plan.pulses[plan.count++] = {at, at + on};
    on_total += on;
    at += on + microseconds(i < pattern.gap_us.size() ? pattern.gap_us[i] : 0);
  }
  if (auto load = check_load(plan, on_total, bounds); !load) return load.error();
  return plan;
}

}  // namespace tripline
