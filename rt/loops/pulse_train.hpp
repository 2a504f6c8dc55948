// What the strobe did for one shot: every pulse as planned and as made.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "rt/base/limits.hpp"
#include "rt/base/time.hpp"

namespace tripline {

struct MadePulse {
  MonoTime planned_on;
  MonoTime planned_off;
  MonoTime on;   ///< the call that set the line active returned
  MonoTime off;  ///< the call that set it inactive returned
  bool overlong = false;
};

struct PulseTrain {
  std::uint32_t shot_id = 0;
  std::size_t count = 0;
  std::array<MadePulse, limits::kPulses> pulses{};
  bool device_failed = false;  ///< the line refused to be set
  bool cut_short = false;      ///< the core stopped while it ran
};

/// Why a shot has no pulse.
enum class StrobeRefusal : std::uint8_t { kNone, kNoOutput, kBusy, kResting, kDevice };

/// What the camera thread learns from the strobe at once.
struct FirstEdge {
  MonoTime asked;
  MonoTime done;
  StrobeRefusal refusal = StrobeRefusal::kNone;
};

}  // namespace tripline
