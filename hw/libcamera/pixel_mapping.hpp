// The pixels of one camera buffer in this process's memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

#include "rt/base/result.hpp"

namespace tripline {

/// Maps a dma-buf (or any file) for reading, for as long as the object lives. `fd` belongs to the caller.
class PixelMapping {
 public:
  /// Errors: kSystem.
  static Result<PixelMapping> create(int fd, std::size_t offset, std::size_t length);
  PixelMapping(PixelMapping&& other) noexcept
      : fd_(other.fd_), offset_(other.offset_), size_(other.size_), base_(std::exchange(other.base_, nullptr)) {}
  PixelMapping& operator=(PixelMapping&&) = delete;
  ~PixelMapping();

  const std::uint8_t* pixels() const noexcept { return base_ + offset_; }

  /// Around each time the pixels are read: lets the kernel bring the processor's caches up to date, which arm64 needs.
  /// Memory that is no dma-buf needs it not. RT-safe: yes (one ioctl).
  void begin_read() const noexcept;
  void end_read() const noexcept;

 private:
  PixelMapping(int fd, std::size_t offset, std::size_t size, const std::uint8_t* base) noexcept
      : fd_(fd), offset_(offset), size_(size), base_(base) {}

  int fd_;
  std::size_t offset_;
  std::size_t size_;
  const std::uint8_t* base_;
};

}  // namespace tripline
