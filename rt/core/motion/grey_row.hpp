// A row of any format as 8-bit grey levels: for pictures that are kept, and for the second look.
#pragma once

#include <cstdint>

#include "rt/base/realtime.hpp"
#include "rt/port/camera.hpp"

namespace tripline {

/// Writes pixels x … x + count - 1 of row y; 10-bit samples lose their two lowest bits. RT-safe: yes.
void copy_grey_row(const ImageView& image, std::uint32_t x, std::uint32_t y, std::uint32_t count,
                   std::uint8_t* to) noexcept RT_NONBLOCKING;

}  // namespace tripline
