// What the strobe's lines do, as edges in time: several lines, simultaneous edges as one.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "rt/base/limits.hpp"
#include "rt/base/time.hpp"
#include "rt/port/digital_out.hpp"

namespace tripline {

/// One pulse of one line, relative to the first edge of all.
struct PlannedPulse {
  nanoseconds on{0};
  nanoseconds off{0};
  std::uint8_t line = 0;
  std::uint16_t on_edge = 0;   ///< index of the edge that begins it
  std::uint16_t off_edge = 0;  ///< index of the edge that ends it
};

/// Lines that change at one instant, relative to the first edge.
struct PlannedEdge {
  static constexpr std::int16_t kNone = -1;
  nanoseconds at{0};
  LineMask which = 0;
  LineMask levels = 0;
  std::int16_t began = kNone;  ///< index of the edge that began a pulse which this one ends; a lamp's before others'
  nanoseconds longest{0};      ///< what that lamp bears; 0: not stated
};

/// What a line bears. 0: not stated.
struct LineBears {
  nanoseconds max_on{0};
  double max_duty = 0;
};

/// Trivially copyable: threads hand it over.
struct StrobePlan {
  std::array<PlannedPulse, limits::kTrainPulses> pulses{};  ///< by line, then time
  std::size_t count = 0;
  std::array<PlannedEdge, 2 * limits::kTrainPulses> edges{};  ///< by time
  std::size_t edge_count = 0;
  std::array<LineBears, limits::kLines> bears{};
  LineMask lamps = 0;          ///< the other lines trigger cameras
  std::uint32_t revision = 0;  ///< whoever hands plans over counts them: another number is another plan
  nanoseconds min_rest{0};     ///< nothing fires again within this of the last edge

  std::span<const PlannedPulse> view() const noexcept { return {pulses.data(), count}; }
  std::span<const PlannedEdge> timeline() const noexcept { return {edges.data(), edge_count}; }
  nanoseconds length() const noexcept { return edge_count == 0 ? nanoseconds(0) : edges[edge_count - 1].at; }
};

/// What is played when.
struct StrobePlans {
  StrobePlan shot;
  StrobePlan prime;  ///< empty: no camera needs it
};

/// Makes `edges` from `pulses`, `bears` and `lamps`. Pulses of one line must not touch each other.
void lay_out_edges(StrobePlan& plan) noexcept;

/// The first pulse of one line, alone: to try it out. `line` must have one.
StrobePlan single_pulse(const StrobePlan& plan, std::size_t line) noexcept;

/// `count` pulses of `width` on the lines of `lines`, `period` apart.
StrobePlan equal_pulses(LineMask lines, std::size_t count, nanoseconds width, nanoseconds period) noexcept;

/// The made pulse was longer than its line bears; where that is not stated, longer than twice its plan.
bool is_overlong(const StrobePlan& plan, const PlannedPulse& planned, nanoseconds made) noexcept;

}  // namespace tripline
