#include "rt/core/motion/grey_row.hpp"

#include <cstring>

#include "rt/core/motion/sample.hpp"

namespace tripline {
namespace {

template <PixelFormat kFormat>
void copy_10_bit(const std::uint8_t* row, std::size_t x, std::size_t count, std::uint8_t* to) noexcept {
  for (std::size_t i = 0; i < count; ++i) to[i] = static_cast<std::uint8_t>(sample_at<kFormat>(row, x + i) >> 2);
}

}  // namespace

void copy_grey_row(const ImageView& image, std::uint32_t x, std::uint32_t y, std::uint32_t count,
                   std::uint8_t* to) noexcept RT_NONBLOCKING {
  switch (image.format) {
    case PixelFormat::kGrey8:
      std::memcpy(to, image.row(y) + x, count);
      return;
    case PixelFormat::kRaw10Packed:
      return copy_10_bit<PixelFormat::kRaw10Packed>(image.row(y), x, count, to);
    case PixelFormat::kRaw10:
      return copy_10_bit<PixelFormat::kRaw10>(image.row(y), x, count, to);
  }
}

}  // namespace tripline
