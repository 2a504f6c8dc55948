// Every camera of this machine, real or libcamera's virtual one, against the port's suite; skipped without any.
#include <gtest/gtest.h>
#include <libcamera/libcamera.h>

#include "hw/libcamera/libcamera_camera.hpp"
#include "tests/hw/conformance/camera_conformance.hpp"

namespace tripline {
namespace {

Result<std::unique_ptr<Camera>> open(const LibcameraOptions& options) {
  auto camera = LibcameraCamera::create(options);
  if (!camera) return camera.error();
  return std::unique_ptr<Camera>(std::move(*camera));
}

/// The size that a camera would show a person.
LibcameraOptions usual_options(libcamera::Camera& camera) {
  LibcameraOptions options{.id = camera.id(), .width = 640, .height = 480, .fps = 30};
  const auto usual = camera.generateConfiguration({libcamera::StreamRole::Viewfinder});
  if (!usual || usual->empty()) return options;
  options.width = usual->at(0).size.width;
  options.height = usual->at(0).size.height;
  return options;
}

std::vector<CameraUnderTest> cameras() {
  std::vector<CameraUnderTest> found;
  libcamera::CameraManager manager;
  if (manager.start() != 0) return found;
  for (const auto& camera : manager.cameras())
    found.push_back(
        {"camera" + std::to_string(found.size()), [options = usual_options(*camera)] { return open(options); }});
  manager.stop();
  if (found.empty()) found.push_back({"none", [] { return open({}); }});
  return found;
}

INSTANTIATE_TEST_SUITE_P(Libcamera, CameraConformance, testing::ValuesIn(cameras()), camera_name);

}  // namespace
}  // namespace tripline
