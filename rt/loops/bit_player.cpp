#include "rt/loops/bit_player.hpp"

#include <array>

namespace tripline {

BitPlayer::BitPlayer(std::unique_ptr<BitOut> out, const StrobePlan& plan)
    : out_(std::move(out)), clock_{out_->hz()}, bits_(out_->max_bytes()), revision_(plan.revision) {
  bytes_ = encode_bits(plan, clock_, bits_);
}

bool BitPlayer::begin(const StrobePlan&, Playback& played) noexcept RT_NONBLOCKING {
  played.reset();
  return true;
}

void BitPlayer::finish(const StrobePlan& plan, Playback& played,
                       const std::atomic<bool>& halt) noexcept RT_NONBLOCKING {
  played.cut_short = halt.load(std::memory_order_acquire);
  if (played.cut_short) return;
  if (plan.revision != revision_) {
    bytes_ = encode_bits(plan, clock_, bits_);
    revision_ = plan.revision;
  }
  played.zero = MonoClock::now();
  played.device_failed = !out_->write({bits_.data(), bytes_});
  for (; !played.device_failed && played.made < plan.edge_count; ++played.made)
    played.done[played.made] = played.zero + clock_.time_of(clock_.tick_of(plan.edges[played.made].at));
}

bool BitPlayer::rest() noexcept RT_NONBLOCKING {
  constexpr std::array<std::uint8_t, 1> kInactive{0};
  return out_->write(kInactive);
}

}  // namespace tripline
