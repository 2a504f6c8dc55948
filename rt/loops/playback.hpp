// How far a plan has been played, and when each of its edges was made.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>

#include "rt/base/limits.hpp"
#include "rt/base/time.hpp"

namespace tripline {

/// Lives for as long as its plan plays: begun on one thread, finished on another.
struct Playback {
  MonoTime zero;  ///< the instant that the plan's 0 stands for: its first edge, as made
  std::array<MonoTime, 2 * limits::kTrainPulses> done{};  ///< when the call that made the edge returned
  std::size_t made = 0;                                   ///< edges made
  MonoTime rested{};                                      ///< when all lines were put to rest before the plan was over
  bool device_failed = false;                             ///< a line refused to be set
  bool cut_short = false;                                 ///< told to halt, or a lamp was on longer than it bears

  /// Ready for another plan; `done` keeps what is in it beyond `made`.
  void reset() noexcept {
    made = 0;
    rested = {};
    device_failed = cut_short = false;
  }
};

}  // namespace tripline
