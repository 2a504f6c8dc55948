#include "hw/libcamera/libcamera_camera.hpp"

#include <gtest/gtest.h>

namespace tripline {
namespace {

TEST(LibcameraCamera, SaysInOneLineThatACameraIsNotThere) {
  const auto camera = LibcameraCamera::create({.id = "no such camera"});
  ASSERT_FALSE(camera);
  EXPECT_EQ(camera.error().code, ExitCode::kNoDevice);
  EXPECT_NE(camera.error().message.find("; 'cam -l' lists cameras"), std::string::npos) << camera.error().message;
  EXPECT_EQ(camera.error().message.find('\n'), std::string::npos);
}

}  // namespace
}  // namespace tripline
