// Integers from the bytes of a capture file, in its own byte order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tripline {

/// RT-safe: yes. The bytes must be there.
struct ByteOrder {
  bool is_big = false;

  std::uint64_t load(std::string_view bytes, std::size_t at, std::size_t count) const noexcept {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < count; ++i)
      value = value << 8 | static_cast<unsigned char>(bytes[at + (is_big ? i : count - 1 - i)]);
    return value;
  }
  std::uint16_t load16(std::string_view bytes, std::size_t at) const noexcept {
    return static_cast<std::uint16_t>(load(bytes, at, 2));
  }
  std::uint32_t load32(std::string_view bytes, std::size_t at) const noexcept {
    return static_cast<std::uint32_t>(load(bytes, at, 4));
  }
};

inline constexpr ByteOrder kBigEndian{true};
inline constexpr ByteOrder kLittleEndian{false};

}  // namespace tripline
