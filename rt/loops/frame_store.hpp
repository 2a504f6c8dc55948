// Frames on their way from the camera thread to the publisher: fixed slots that go round, no copy in between.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "rt/base/realtime.hpp"
#include "rt/port/camera.hpp"
#include "rt/queue/spsc_ring.hpp"

namespace tripline {

/// A frame's pixels and what they belong to.
struct FrameSlot {
  FrameIndex index;
  MonoTime sensor_time;
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  std::uint32_t shot_id = 0;       ///< 0: a preview
  int place = 0;                   ///< in the shot: 0 is the trip frame
  std::uint8_t* pixels = nullptr;  ///< width * height grey levels, no padding
};

/// All memory is taken at creation. Two threads: the camera's (take, keep, hand_over) and the publisher's (next,
/// give_back).
class FrameStore {
 public:
  FrameStore(std::uint32_t width, std::uint32_t height, std::size_t slots);

  /// A free slot with a copy of the frame; null when all are on their way (the caller counts the drop). Thread: camera.
  [[nodiscard]] FrameSlot* take(const CameraFrame& frame) noexcept RT_NONBLOCKING;
  /// To the publisher. There is always room: the ring holds every slot. Thread: camera.
  void hand_over(FrameSlot* slot) noexcept RT_NONBLOCKING;
  /// Back unused. Thread: camera.
  void recycle(FrameSlot* slot) noexcept RT_NONBLOCKING;

  /// The next one handed over, or null. Thread: publisher.
  [[nodiscard]] FrameSlot* next() noexcept;
  void give_back(FrameSlot* slot) noexcept;

 private:
  std::uint32_t width_;
  std::uint32_t height_;
  std::vector<std::uint8_t> memory_;
  std::vector<FrameSlot> slots_;
  std::vector<FrameSlot*> spare_;  // the camera's own stack; its capacity is that of all slots
  SpscRing<FrameSlot*> filled_;
  SpscRing<FrameSlot*> free_;
};

}  // namespace tripline
