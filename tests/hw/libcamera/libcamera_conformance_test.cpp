// The first camera of this machine, real or libcamera's virtual one, against the port's suite; skipped without any.
#include <gtest/gtest.h>

#include "hw/libcamera/libcamera_camera.hpp"
#include "tests/hw/conformance/camera_conformance.hpp"

namespace tripline {
namespace {

Result<std::unique_ptr<Camera>> open_first_camera() {
  auto camera = LibcameraCamera::create({.width = 640, .height = 480, .fps = 30});
  if (!camera) return camera.error();
  return std::unique_ptr<Camera>(std::move(*camera));
}

INSTANTIATE_TEST_SUITE_P(Libcamera, CameraConformance, testing::Values(CameraUnderTest{"first", open_first_camera}),
                         camera_name);

}  // namespace
}  // namespace tripline
