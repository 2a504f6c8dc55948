#include "hw/replay/frame_clip.hpp"

#include <filesystem>
#include <system_error>

#include "hw/replay/png_directory.hpp"
#include "hw/replay/y4m_file.hpp"
#include "rt/base/limits.hpp"

namespace tripline {

Result<FrameClip> load_frames(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::is_directory(path, ignored) ? load_png_directory(path) : load_y4m(path);
}

Result<std::span<std::uint8_t>> add_frame(FrameClip& clip, const std::string& path) {
  const std::size_t begin = clip.pixels.size();
  const std::size_t bytes = clip.frame_bytes();
  if (clip.frame_count() >= limits::kReplayFrames)
    return Error{ExitCode::kBadData, path + ": more than " + std::to_string(limits::kReplayFrames) +
                                         " frames, the limit of a replay; cut the capture"};
  if (begin + bytes > limits::kReplayBytes)
    return Error{ExitCode::kBadData, path + ": more than " + std::to_string(limits::kReplayBytes) +
                                         " bytes of pixels, the limit of a replay; cut the capture"};
  clip.pixels.resize(begin + bytes);
  return std::span(clip.pixels).subspan(begin, bytes);
}

}  // namespace tripline
