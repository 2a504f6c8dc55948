#include "rt/loops/frame_keeper.hpp"

#include <algorithm>

namespace tripline {

void FrameKeeper::keep(const CameraFrame& frame, std::uint32_t shot_id) noexcept RT_NONBLOCKING {
  if (preview_due(frame.sensor_time)) {
    if (FrameSlot* preview = store_.take(frame)) send(preview, 0, 0);
  }
  if (shot_id != 0) begin_shot(shot_id);
  FrameSlot* slot = store_.take(frame);
  if (slot == nullptr) {
    dropped_.add();
    next_place_ += shot_id_ != 0 ? 1 : 0;
  } else if (shot_id_ != 0) {
    send(slot, shot_id_, next_place_++);
  } else {
    remember(slot);
  }
  if (next_place_ > static_cast<int>(limits::kFramesAfter)) shot_id_ = 0;
}

void FrameKeeper::begin_shot(std::uint32_t shot_id) noexcept {
  shot_id_ = shot_id;
  next_place_ = 0;
  for (std::size_t i = 0; i < before_count_; ++i)
    send(before_[i], shot_id, static_cast<int>(i) - static_cast<int>(before_count_));
  before_count_ = 0;
}

void FrameKeeper::send(FrameSlot* slot, std::uint32_t shot_id, int place) noexcept {
  slot->shot_id = shot_id;
  slot->place = place;
  store_.hand_over(slot);
}

void FrameKeeper::remember(FrameSlot* slot) noexcept {
  if (before_count_ == before_.size()) {
    store_.recycle(before_.front());
    std::rotate(before_.begin(), before_.begin() + 1, before_.end());
    --before_count_;
  }
  before_[before_count_++] = slot;
}

bool FrameKeeper::preview_due(MonoTime now) noexcept {
  const nanoseconds interval(preview_ns_.load(std::memory_order_relaxed));
  if (interval.count() == 0 || now - last_preview_ < interval) return false;
  last_preview_ = now;
  return true;
}

}  // namespace tripline
