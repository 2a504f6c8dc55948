// What plays a strobe plan: edges set by a thread (edge_player), or bits clocked by hardware (bit_player).
#pragma once

#include <atomic>

#include "rt/base/realtime.hpp"
#include "rt/core/strobe/strobe_plan.hpp"
#include "rt/loops/playback.hpp"
#include "rt/port/digital_out.hpp"

namespace tripline {

/// Plays one plan at a time: begin(), then finish(), on one thread or handed over in between.
class PatternPlayer {
 public:
  virtual ~PatternPlayer() = default;
  virtual const DigitalOutInfo& info() const noexcept = 0;
  /// What must not wait for a hand-over: where the output can, the first edge and the ones close behind it.
  /// `played.made` tells how many. RT-safe: yes. Returns false when the device refused: then nothing is lit.
  [[nodiscard]] virtual bool begin(const StrobePlan& plan, Playback& played) noexcept RT_NONBLOCKING = 0;
  /// The rest; when it returns every line is inactive. Ends early when `halt` becomes true or a lamp stays on longer
  /// than it bears. RT-safe: yes, but it lasts as long as the plan and sleeps.
  virtual void finish(const StrobePlan& plan, Playback& played,
                      const std::atomic<bool>& halt) noexcept RT_NONBLOCKING = 0;
  /// All lines inactive, whatever was. RT-safe: yes. Returns false when the device refused.
  virtual bool rest() noexcept RT_NONBLOCKING = 0;
};

}  // namespace tripline
