// An instant as the Foxglove types have it.
#pragma once

#include <cstdint>

#include "rt/base/time.hpp"

namespace tripline::foxglove_live {

struct WallSeconds {
  std::uint32_t seconds = 0;
  std::uint32_t nanoseconds = 0;
};

/// `since_1970` is not negative.
inline WallSeconds wall_time(nanoseconds since_1970) {
  const auto whole = std::chrono::duration_cast<std::chrono::seconds>(since_1970);
  return {static_cast<std::uint32_t>(whole.count()), static_cast<std::uint32_t>((since_1970 - whole).count())};
}

}  // namespace tripline::foxglove_live
