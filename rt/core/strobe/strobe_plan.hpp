// The strobe's pattern as edges in time, refused at load when it could harm the lamp.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "rt/base/limits.hpp"
#include "rt/base/result.hpp"
#include "rt/base/time.hpp"

namespace tripline {

/// On-times and the rests between them, in microseconds, as configuration gives them.
struct StrobePattern {
  std::vector<std::uint32_t> pulse_us;
  std::vector<std::uint32_t> gap_us;  ///< one entry fewer than pulse_us
};

/// What the lamp and its driver bear. A limit of 0 is not stated.
struct StrobeLimits {
  nanoseconds max_on{0};
  double max_duty = 0;      ///< on-time over the length of the pattern plus its rest
  nanoseconds min_rest{0};  ///< between two patterns
  bool real_line = false;   ///< real lines need max_on and max_duty to be stated
};

/// One pulse, relative to the first edge.
struct PlannedPulse {
  nanoseconds on{0};
  nanoseconds off{0};
};

struct StrobePlan {
  std::array<PlannedPulse, limits::kPulses> pulses{};
  std::size_t count = 0;
  nanoseconds max_on{0};    ///< a pulse longer than this is overlong; 0: longer than twice its plan
  nanoseconds min_rest{0};  ///< nothing fires again within this of the last edge

  std::span<const PlannedPulse> view() const noexcept { return {pulses.data(), count}; }
  nanoseconds length() const noexcept { return count == 0 ? nanoseconds(0) : pulses[count - 1].off; }
};

/// Thread: ordinary. Errors: kBadConfig, naming the field (strobe.…), the value and the limit it breaks.
Result<StrobePlan> make_strobe_plan(const StrobePattern& pattern, const StrobeLimits& limits);

}  // namespace tripline
