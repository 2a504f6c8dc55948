// The first line of a Y4M file.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tripline {

struct Y4mHeader {
  std::uint32_t width = 0;   ///< px
  std::uint32_t height = 0;  ///< px
  double fps = 0;            ///< 0: not told
  bool has_chroma = true;    ///< C420: two quarter-size planes follow the luma

  std::size_t luma_bytes() const noexcept { return std::size_t{width} * height; }
  std::size_t chroma_bytes() const noexcept {
    return has_chroma ? 2 * (std::size_t{width + 1} / 2) * (std::size_t{height + 1} / 2) : 0;
  }
};

/// Empty when the line is a header that can be played; otherwise what was expected.
std::string parse_y4m_header(std::string_view line, Y4mHeader& header);

}  // namespace tripline
