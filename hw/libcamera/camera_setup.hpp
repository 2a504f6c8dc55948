// Picks the camera, its stream and its controls. Inside of this room only: it includes libcamera.
#pragma once

#include <libcamera/libcamera.h>

#include <memory>

#include "hw/libcamera/frame_window.hpp"
#include "hw/libcamera/libcamera_camera.hpp"
#include "hw/libcamera/stream_format.hpp"
#include "rt/base/result.hpp"

namespace tripline {

struct CameraStream {
  std::unique_ptr<libcamera::CameraConfiguration> configuration;  ///< of one stream
  StreamFormat format;
  FrameSize window;  ///< what is looked at: the middle of the stream's frames, or all of them
};

/// A camera that this process has acquired and configured. Lifetime: the manager outlives the camera.
struct CameraSetup {
  std::unique_ptr<libcamera::CameraManager> manager;
  std::shared_ptr<libcamera::Camera> camera;
  CameraStream stream;
  libcamera::ControlList controls;  ///< to start with

  CameraSetup() = default;
  CameraSetup(CameraSetup&&) = default;
  CameraSetup& operator=(CameraSetup&&) = delete;
  ~CameraSetup();
};

/// Errors: as LibcameraCamera::create().
Result<CameraSetup> set_up_camera(const LibcameraOptions& options);

}  // namespace tripline
