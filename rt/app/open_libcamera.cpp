#include <algorithm>

#include "hw/libcamera/libcamera_camera.hpp"
#include "hw/libcamera/reopening_camera.hpp"
#include "rt/app/devices.hpp"
#include "rt/base/limits.hpp"

namespace tripline {

Result<std::unique_ptr<Camera>> open_libcamera(const wire::CameraT& config) {
  LibcameraOptions options;
  options.id = config.name;
  options.width = config.width;
  options.height = config.height;
  options.fps = config.fps;
  if (config.exposure_us > 0) options.exposure = std::chrono::microseconds(config.exposure_us);
  if (config.gain > 0) options.gain = config.gain;
  options.format = static_cast<CameraFormat>(config.format);
  const auto open = [options]() -> Result<std::unique_ptr<Camera>> {
    auto camera = LibcameraCamera::create(options);
    if (!camera) return camera.error();
    return std::unique_ptr<Camera>(std::move(*camera));
  };
  constexpr double kFrames = 20;  // a slow camera may be silent for some of its frames
  const nanoseconds slow(static_cast<std::int64_t>(kFrames / std::max(config.fps, 0.01) * 1e9));
  auto camera = ReopeningCamera::create(open, std::max<nanoseconds>(limits::kCameraSilence, slow));
  if (!camera) return camera.error();
  return std::unique_ptr<Camera>(std::move(*camera));
}

}  // namespace tripline
