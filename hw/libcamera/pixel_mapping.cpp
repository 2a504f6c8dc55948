#include "hw/libcamera/pixel_mapping.hpp"

#include <linux/dma-buf.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include <cerrno>
#include <cstring>
#include <string>

namespace tripline {
namespace {

void sync(int fd, std::uint64_t flags) noexcept {
  dma_buf_sync request{};
  request.flags = flags;
  ::ioctl(fd, DMA_BUF_IOCTL_SYNC, &request);
}

}  // namespace

Result<PixelMapping> PixelMapping::create(int fd, std::size_t offset, std::size_t length) {
  const std::size_t size = offset + length;  // from the file's beginning, because a mapping starts on a page
  void* base = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, fd, 0);
  if (base == MAP_FAILED)
    return Error{ExitCode::kSystem, std::string("camera buffer cannot be mapped: ") + std::strerror(errno)};
  return PixelMapping(fd, offset, size, static_cast<const std::uint8_t*>(base));
}

PixelMapping::~PixelMapping() {
  if (base_ != nullptr) ::munmap(const_cast<std::uint8_t*>(base_), size_);
}

void PixelMapping::begin_read() const noexcept { sync(fd_, DMA_BUF_SYNC_START | DMA_BUF_SYNC_READ); }
void PixelMapping::end_read() const noexcept { sync(fd_, DMA_BUF_SYNC_END | DMA_BUF_SYNC_READ); }

}  // namespace tripline
