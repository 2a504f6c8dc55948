// Plays a plan edge by edge: sleeps towards an edge, spins the last stretch, sets the lines.
#pragma once

#include <memory>

#include "rt/loops/pattern_player.hpp"

namespace tripline {

/// Measured edge error p50/p90 loaded: 1.1/2.1 us; a plain absolute sleep 32/83 us; usleep 254/578 us.
class EdgePlayer final : public PatternPlayer {
 public:
  /// Edges this close behind the first one are made by the thread that made it: a hand-over takes 29 us at the median
  /// and 183 us at p99 on a loaded machine, longer than a usual pulse.
  static constexpr nanoseconds kOwnEdges = std::chrono::microseconds(100);
  /// Never called earlier than this before an edge.
  static constexpr nanoseconds kLongestLead = std::chrono::microseconds(5);

  /// Learns how long the output takes to be set. Lifetime: owns it.
  explicit EdgePlayer(std::unique_ptr<DigitalOut> out) noexcept;

  const DigitalOutInfo& info() const noexcept override { return out_->info(); }
  [[nodiscard]] bool begin(const StrobePlan& plan, Playback& played) noexcept RT_NONBLOCKING override;
  void finish(const StrobePlan& plan, Playback& played, const std::atomic<bool>& halt) noexcept RT_NONBLOCKING override;
  bool rest() noexcept RT_NONBLOCKING override;

 private:
  bool make(const StrobePlan& plan, Playback& played, MonoTime called) noexcept RT_NONBLOCKING;
  bool wait_until(MonoTime time, const std::atomic<bool>& halt) noexcept RT_NONBLOCKING;
  void sleep_towards(MonoTime time) noexcept RT_NONBLOCKING;

  std::unique_ptr<DigitalOut> out_;
  nanoseconds lead_{0};      // how long before an edge the call is made that returns at the edge
  nanoseconds spin_before_;  // how long before that a sleep ends
};

}  // namespace tripline
