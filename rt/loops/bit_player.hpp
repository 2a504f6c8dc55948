// Plays a plan as one buffer of bits: the edges are the hardware clock's, not a thread's.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "rt/core/strobe/bit_pattern.hpp"
#include "rt/loops/pattern_player.hpp"
#include "rt/port/bit_out.hpp"

namespace tripline {

/// The trade: between edges no thread can be late, but the write blocks for the whole pattern and so belongs to
/// tl-strobe: the first edge comes a hand-over and the controller's set-up after the decision, not inside the callback.
/// When each edge was made is derived from when the write began.
class BitPlayer final : public PatternPlayer {
 public:
  /// `plan` is encoded at once; another one when it is first played. Lifetime: owns `out`.
  BitPlayer(std::unique_ptr<BitOut> out, const StrobePlan& plan);

  const DigitalOutInfo& info() const noexcept override { return out_->info(); }
  /// Makes no edge.
  [[nodiscard]] bool begin(const StrobePlan& plan, Playback& played) noexcept RT_NONBLOCKING override;
  /// A write that has begun cannot be halted.
  void finish(const StrobePlan& plan, Playback& played, const std::atomic<bool>& halt) noexcept RT_NONBLOCKING override;
  bool rest() noexcept RT_NONBLOCKING override;

 private:
  std::unique_ptr<BitOut> out_;
  const BitClock clock_;
  std::vector<std::uint8_t> bits_;  // room for the longest pattern
  std::size_t bytes_ = 0;           // of the plan that is encoded
  std::uint32_t revision_;          // of that plan
};

}  // namespace tripline
