// Copies of the newest frames, for cameras with too few buffers to lend them, or with pixels that the core cannot read.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "rt/base/limits.hpp"
#include "rt/port/camera.hpp"

namespace tripline {

/// As many copies as the port keeps frames valid, one after the other. Thread: the camera's.
class FrameCopies {
 public:
  /// Allocates for frames of that size. `step` bytes of the source make one byte of the copy, the one at `first`:
  /// 1, 0 copies; 2, 1 takes the upper half of 16-bit samples.
  FrameCopies(PixelFormat format, std::uint32_t width, std::uint32_t height, std::size_t step, std::size_t first)
      : stride_(row_bytes(format, width)), step_(step), first_(first) {
    for (auto& copy : copies_) copy.resize(std::size_t{stride_} * height);
  }

  /// The copy, valid for limits::kHeldFrames further ones. `frame` says where the source's rows lie, and its format is
  /// that of the copy. RT-safe: yes (one pass over the frame).
  ImageView add(const ImageView& frame) noexcept RT_NONBLOCKING {
    std::uint8_t* const pixels = copies_[next_].data();
    next_ = (next_ + 1) % copies_.size();
    for (std::uint32_t y = 0; y < frame.height; ++y) {
      const std::uint8_t* from = frame.row(y) + first_;
      std::uint8_t* to = pixels + std::size_t{y} * stride_;
      for (std::uint32_t i = 0; i < stride_; ++i) to[i] = from[i * step_];
    }
    return {pixels, frame.width, frame.height, stride_, frame.format};
  }

 private:
  std::uint32_t stride_;
  std::size_t step_;
  std::size_t first_;
  std::array<std::vector<std::uint8_t>, limits::kHeldFrames + 1> copies_;
  std::size_t next_ = 0;
};

}  // namespace tripline
