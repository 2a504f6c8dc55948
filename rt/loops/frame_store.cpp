#include "rt/loops/frame_store.hpp"

#include <algorithm>

#include "rt/core/motion/grey_row.hpp"

namespace tripline {

FrameStore::FrameStore(std::uint32_t width, std::uint32_t height, std::size_t slots)
    : width_(width),
      height_(height),
      memory_(std::size_t{width} * height * slots),
      slots_(slots),
      filled_(slots),
      free_(slots) {
  spare_.reserve(slots);
  for (std::size_t i = 0; i < slots; ++i) {
    slots_[i].pixels = memory_.data() + std::size_t{width} * height * i;
    spare_.push_back(&slots_[i]);
  }
}

FrameSlot* FrameStore::take(const CameraFrame& frame) noexcept RT_NONBLOCKING {
  FrameSlot* slot = nullptr;
  if (!free_.try_pop(slot)) {
    if (spare_.empty()) return nullptr;
    slot = spare_.back();
    spare_.pop_back();
  }
  *slot = {
      frame.index, frame.sensor_time, std::min(frame.image.width, width_), std::min(frame.image.height, height_), 0,
      0,           slot->pixels};
  for (std::uint32_t y = 0; y < slot->height; ++y)
    copy_grey_row(frame.image, 0, y, slot->width, slot->pixels + std::size_t{y} * slot->width);
  return slot;
}

void FrameStore::hand_over(FrameSlot* slot) noexcept RT_NONBLOCKING { RT_CHECK(filled_.try_push(slot)); }

void FrameStore::recycle(FrameSlot* slot) noexcept RT_NONBLOCKING {
  RT_CHECK(spare_.size() < spare_.capacity());
  spare_.push_back(slot);
}

FrameSlot* FrameStore::next() noexcept {
  FrameSlot* slot = nullptr;
  return filled_.try_pop(slot) ? slot : nullptr;
}

void FrameStore::give_back(FrameSlot* slot) noexcept { RT_CHECK(free_.try_push(slot)); }

}  // namespace tripline
