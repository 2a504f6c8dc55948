// Which frames are kept: six before a trip, the trip frame, eight after; and now and then a preview.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>

#include "rt/base/limits.hpp"
#include "rt/loops/frame_store.hpp"
#include "rt/queue/counter.hpp"

namespace tripline {

/// Thread: the camera's, but for set_preview. RT-safe: yes.
class FrameKeeper {
 public:
  explicit FrameKeeper(FrameStore& store) noexcept : store_(store) {}

  /// Keeps a copy. `shot_id` is not 0 on the trip frame of a shot.
  void keep(const CameraFrame& frame, std::uint32_t shot_id) noexcept RT_NONBLOCKING;
  /// Time between previews; 0: none wanted. Thread: publisher.
  void set_preview(nanoseconds interval) noexcept { preview_ns_.store(interval.count(), std::memory_order_relaxed); }
  /// Frames that could not be kept because every slot was on its way.
  const EventCounter& dropped() const noexcept { return dropped_; }

 private:
  void begin_shot(std::uint32_t shot_id) noexcept;
  void send(FrameSlot* slot, std::uint32_t shot_id, int place) noexcept;
  void remember(FrameSlot* slot) noexcept;
  bool preview_due(MonoTime now) noexcept;

  FrameStore& store_;
  std::array<FrameSlot*, limits::kFramesBefore> before_{};  // oldest first, before_count_ of them
  std::size_t before_count_ = 0;
  std::uint32_t shot_id_ = 0;
  int next_place_ = 0;
  MonoTime last_preview_{};
  std::atomic<std::int64_t> preview_ns_{0};  // partner: set_preview's store
  EventCounter dropped_;
};

}  // namespace tripline
