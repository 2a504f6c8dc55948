// The binary schema of each topic, as recordings and viewers need it.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "rt/ipc/topic.hpp"

namespace tripline {

/// Lifetime: static.
struct TopicSchema {
  std::string_view root_table;           ///< full name, e.g. tripline.wire.Status
  std::span<const std::uint8_t> binary;  ///< the .bfbs
};

TopicSchema topic_schema(const Topic& topic) noexcept;

}  // namespace tripline
