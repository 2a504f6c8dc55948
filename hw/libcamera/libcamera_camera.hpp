// A real camera through libcamera. Its headers stay out of this one.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "rt/port/camera.hpp"

namespace tripline {

/// Which of the camera's streams. Raw saves the image processor, and its delay.
enum class CameraFormat : std::uint8_t {
  kAuto,  ///< raw of a grey sensor, luma of a colour one
  kLuma,
  kRaw,
};

struct LibcameraOptions {
  std::string id = {};        ///< as `cam -l` prints it; empty: the first camera
  std::uint32_t width = 640;  ///< px
  std::uint32_t height = 480;
  double fps = 60;                                         ///< Hz
  std::optional<std::chrono::microseconds> exposure = {};  ///< none: automatic
  std::optional<double> gain = {};                         ///< analogue; none: automatic
  CameraFormat format = CameraFormat::kAuto;
};

/// Frames are delivered in libcamera's own thread, straight from its request-completed signal; on_frame() is the first
/// thing that happens to a frame but for the copy of cameras that lend too few buffers. What libcamera itself does when
/// a buffer goes back (it allocates a message for its thread) comes after on_frame(), behind the edge. One per process:
/// libcamera allows a single camera manager.
class LibcameraCamera final : public Camera {
 public:
  /// Errors: kNoDevice, kInUse, kBadConfig (size, rate or control that the camera does not offer), kSystem.
  static Result<std::unique_ptr<LibcameraCamera>> create(const LibcameraOptions& options);
  ~LibcameraCamera() override;

  const CameraInfo& info() const noexcept override { return info_; }
  Result<void> start(FrameSink& sink) override;
  void stop() noexcept override;

 private:
  class Session;
  LibcameraCamera(CameraInfo info, std::unique_ptr<Session> session);

  CameraInfo info_;
  std::unique_ptr<Session> session_;
};

}  // namespace tripline
