// The strobe's pattern as configured, and its plan: refused at load when it could harm a lamp.
#pragma once

#include <cstdint>
#include <vector>

#include "rt/base/result.hpp"
#include "rt/core/strobe/strobe_plan.hpp"

namespace tripline {

/// Same values as wire::LineUse.
enum class LineUse : std::uint8_t { kLamp, kCamera };

/// A further line. Times in microseconds.
struct LinePattern {
  LineUse use = LineUse::kLamp;
  std::vector<std::uint32_t> pulse_us = {};  ///< empty: a pulse with each of the first line's
  std::vector<std::uint32_t> gap_us = {};
  std::uint32_t width_us = 0;  ///< of the pulses that go with the first line's; 0: as long as those
  std::uint32_t delay_us = 0;  ///< of the whole line
  LineBears bears = {};
};

/// On-times and the rests between them, in microseconds, as configuration gives them.
struct StrobePattern {
  std::vector<std::uint32_t> pulse_us;
  std::vector<std::uint32_t> gap_us;  ///< one entry fewer than pulse_us
  std::uint32_t delay_us = 0;         ///< of the first line, which is a lamp
  std::vector<LinePattern> lines = {};
};

/// What the first line's lamp and its driver bear. A limit of 0 is not stated.
struct StrobeLimits {
  nanoseconds max_on{0};
  double max_duty = 0;      ///< on-time over the length of the pattern plus its rest
  nanoseconds min_rest{0};  ///< between two patterns
  bool real_line = false;   ///< real lamps need max_on and max_duty to be stated
};

/// Thread: ordinary. Errors: kBadConfig, naming the field (strobe.…), the value and the limit it breaks.
Result<StrobePlan> make_strobe_plan(const StrobePattern& pattern, const StrobeLimits& limits);

/// Pulses that wake an external-trigger camera before the first shot.
struct PrimePattern {
  std::size_t pulses = 0;
  double hz = 0;
  std::uint32_t width_us = 0;
};

/// On the camera lines of `plan` alone; empty for no pulses. Errors: kBadConfig: no such line, or pulses that touch.
Result<StrobePlan> make_prime_plan(const PrimePattern& pattern, const StrobePattern& strobe);

}  // namespace tripline
