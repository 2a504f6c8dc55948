#include "rt/loops/pulse_train.hpp"

#include <algorithm>

namespace tripline {

void tell_train(const StrobePlan& plan, const Playback& played, PulseTrain& train) noexcept RT_NONBLOCKING {
  train.count = 0;
  train.device_failed = played.device_failed;
  train.cut_short = played.cut_short;
  train.first_edge = played.made > 0 ? played.zero : MonoTime();
  train.last_edge = std::max(played.rested, played.made > 0 ? played.done[played.made - 1] : MonoTime());
  for (const PlannedPulse& planned : plan.view()) {
    if (planned.on_edge >= played.made) continue;
    MadePulse& pulse = train.pulses[train.count++];
    pulse.line = planned.line;
    pulse.planned_on = played.zero + planned.on;
    pulse.planned_off = played.zero + planned.off;
    pulse.on = played.done[planned.on_edge];
    pulse.off = planned.off_edge < played.made ? played.done[planned.off_edge] : played.rested;
    pulse.overlong = is_overlong(plan, planned, pulse.off - pulse.on);
  }
}

nanoseconds rest_after(const StrobePlan& plan, const PulseTrain& train) noexcept RT_NONBLOCKING {
  nanoseconds rest = plan.min_rest;
  for (std::size_t line = 0; line < limits::kLines; ++line) {
    const double duty = plan.bears[line].max_duty;
    if (duty <= 0) continue;
    nanoseconds on{0};
    for (std::size_t i = 0; i < train.count; ++i)
      if (train.pulses[i].line == line) on += train.pulses[i].off - train.pulses[i].on;
    const nanoseconds period(static_cast<std::int64_t>(static_cast<double>(on.count()) / duty));
    rest = std::max(rest, period - (train.last_edge - train.first_edge));
  }
  return rest;
}

const char* text_of(StrobeRefusal refusal) noexcept {
  switch (refusal) {
    case StrobeRefusal::kNone:
      return "";
    case StrobeRefusal::kNoOutput:
      return "no strobe is configured (strobe.output: none)";
    case StrobeRefusal::kBusy:
      return "the pattern before still runs";
    case StrobeRefusal::kResting:
      return "the lamp rests (strobe.min_rest_ms, strobe.max_duty)";
    case StrobeRefusal::kDevice:
      return "the line refused to be set";
    case StrobeRefusal::kUnguarded:
      return "the guard that puts the lines to rest is gone; restart the core";
  }
  return "";
}

}  // namespace tripline
