// Picks the camera, its stream and its controls. Inside of this room only: it includes libcamera.
#pragma once

#include <libcamera/libcamera.h>

#include <memory>

#include "hw/libcamera/libcamera_camera.hpp"
#include "rt/base/result.hpp"

namespace tripline {

/// A camera that this process has acquired and configured. Lifetime: the manager outlives the camera.
struct CameraSetup {
  std::unique_ptr<libcamera::CameraManager> manager;
  std::shared_ptr<libcamera::Camera> camera;
  std::unique_ptr<libcamera::CameraConfiguration> configuration;  ///< one stream whose first plane is luma, 8 bits
  libcamera::ControlList controls;                                ///< to start with

  CameraSetup() = default;
  CameraSetup(CameraSetup&&) = default;
  CameraSetup& operator=(CameraSetup&&) = delete;
  ~CameraSetup();
};

/// Errors: as LibcameraCamera::create().
Result<CameraSetup> set_up_camera(const LibcameraOptions& options);

}  // namespace tripline
