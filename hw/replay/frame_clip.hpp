// Captured frames in memory, read from a Y4M file (also gzip) or a directory of PNG files.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "rt/base/result.hpp"

namespace tripline {

/// Luma, 8 bit, rows without padding, one frame behind the other.
struct FrameClip {
  std::uint32_t width = 0;   ///< px
  std::uint32_t height = 0;  ///< px
  double fps = 0;            ///< Hz; 0: the capture does not tell
  std::vector<std::uint8_t> pixels;

  std::size_t frame_bytes() const noexcept { return std::size_t{width} * height; }
  std::size_t frame_count() const noexcept { return frame_bytes() == 0 ? 0 : pixels.size() / frame_bytes(); }
  std::span<const std::uint8_t> frame(std::size_t index) const noexcept {
    return std::span(pixels).subspan(index * frame_bytes(), frame_bytes());
  }
};

/// A directory is read as PNG files, anything else as Y4M. Thread: any ordinary. Errors: kNoInput when it cannot be
/// read; kBadData naming file, frame and what is wrong with it, or the limit that it breaks.
Result<FrameClip> load_frames(const std::string& path);

/// Room for one more frame at the end of the clip. Errors: kBadData beyond limits::kReplayFrames or kReplayBytes.
Result<std::span<std::uint8_t>> add_frame(FrameClip& clip, const std::string& path);

}  // namespace tripline
