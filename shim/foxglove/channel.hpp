// Channel: what a Foxglove client can subscribe to: every topic as it is, and two in shapes that viewers draw.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "rt/ipc/topic.hpp"

namespace tripline::foxglove_live {

/// How the bytes of an event become those of the channel.
enum class Shape : std::uint8_t {
  kAsIs,             ///< the very bytes
  kCompressedImage,  ///< `frame/preview` as foxglove.CompressedImage, a JPEG
  kLog,              ///< `log` as foxglove.Log
};

struct Channel {
  std::string_view name;  ///< what the client sees
  std::size_t topic;      ///< place in kTopics
  Shape shape;
  std::string_view schema;  ///< full name of the root table
  std::span<const std::uint8_t> binary_schema;
};

/// Topics and the two shapes.
inline constexpr std::size_t kChannelCount = kTopics.size() + 2;

/// A channel's id is its place. Lifetime: static schemas.
std::array<Channel, kChannelCount> all_channels();

}  // namespace tripline::foxglove_live
