#include "hw/libcamera/pixel_mapping.hpp"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <string>

#include "rt/base/unique_fd.hpp"

namespace tripline {
namespace {

TEST(PixelMapping, ShowsThePlaneAtItsOffset) {
  const UniqueFd memory(::memfd_create("pixels", MFD_CLOEXEC));
  const std::string content = "....pixels";
  ASSERT_EQ(::write(memory.get(), content.data(), content.size()), static_cast<ssize_t>(content.size()));
  auto mapping = PixelMapping::create(memory.get(), 4, 6);
  ASSERT_TRUE(mapping) << mapping.error().message;
  const PixelMapping moved = std::move(*mapping);
  moved.begin_read();  // a memfd is no dma-buf, and that must not matter
  EXPECT_EQ(std::string(moved.pixels(), moved.pixels() + 6), "pixels");
  moved.end_read();
}

TEST(PixelMapping, SaysWhyABufferCannotBeMapped) {
  const auto mapping = PixelMapping::create(-1, 0, 100);
  ASSERT_FALSE(mapping);
  EXPECT_EQ(mapping.error().code, ExitCode::kSystem);
}

}  // namespace
}  // namespace tripline
