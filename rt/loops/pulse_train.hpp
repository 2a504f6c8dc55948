// What the strobe did for one shot: every pulse as planned and as made.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "rt/base/limits.hpp"
#include "rt/base/time.hpp"
#include "rt/core/strobe/strobe_plan.hpp"
#include "rt/loops/playback.hpp"

namespace tripline {

struct MadePulse {
  std::uint8_t line = 0;
  MonoTime planned_on;
  MonoTime planned_off;
  MonoTime on;   ///< the call that set the line active returned
  MonoTime off;  ///< the call that set it inactive returned
  bool overlong = false;
};

/// What a train was made for.
enum class TrainKind : std::uint8_t { kShot, kTest, kPrime };

struct PulseTrain {
  TrainKind kind = TrainKind::kShot;
  std::uint32_t shot_id = 0;  ///< of a shot
  std::size_t count = 0;
  std::array<MadePulse, limits::kTrainPulses> pulses{};  ///< by line, then time
  MonoTime first_edge{};
  MonoTime last_edge{};
  bool device_failed = false;  ///< a line refused to be set
  bool cut_short = false;      ///< halted, or ended because a lamp was on longer than it bears
};

/// The pulses of a plan that were made. RT-safe: yes.
void tell_train(const StrobePlan& plan, const Playback& played, PulseTrain& train) noexcept RT_NONBLOCKING;

/// How long the lamps must rest after it: what the plan says, and longer where a pulse that came out too long would
/// break a lamp's duty. RT-safe: yes.
nanoseconds rest_after(const StrobePlan& plan, const PulseTrain& train) noexcept RT_NONBLOCKING;

/// Why a shot has no pulse.
enum class StrobeRefusal : std::uint8_t { kNone, kNoOutput, kBusy, kResting, kDevice, kUnguarded };

/// For a person; empty for kNone.
const char* text_of(StrobeRefusal refusal) noexcept;

/// What the camera thread learns from the strobe at once.
struct FirstEdge {
  MonoTime asked;
  MonoTime done;  ///< {}: the hardware makes it later; see PulseTrain::first_edge
  StrobeRefusal refusal = StrobeRefusal::kNone;
};

}  // namespace tripline
