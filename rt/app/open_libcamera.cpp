#include "hw/libcamera/libcamera_camera.hpp"
#include "rt/app/devices.hpp"

namespace tripline {

Result<std::unique_ptr<Camera>> open_libcamera(const wire::CameraT& config) {
  LibcameraOptions options;
  options.id = config.name;
  options.width = config.width;
  options.height = config.height;
  options.fps = config.fps;
  if (config.exposure_us > 0) options.exposure = std::chrono::microseconds(config.exposure_us);
  if (config.gain > 0) options.gain = config.gain;
  auto camera = LibcameraCamera::create(options);
  if (!camera) return camera.error();
  return std::unique_ptr<Camera>(std::move(*camera));
}

}  // namespace tripline
