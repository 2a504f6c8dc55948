// PageCounts: how many pages are connected, and what the slow ones missed.
#pragma once

#include <atomic>
#include <cstdint>

namespace tripline {

/// Written by the WebSocket side, read by the status resource; each number stands for itself.
struct PageCounts {
  std::atomic<std::uint32_t> open{0};       ///< WebSockets now
  std::atomic<std::uint64_t> dropped{0};    ///< messages that slow pages did not get
  std::atomic<std::uint64_t> cut_short{0};  ///< WebSockets closed because the page took nothing more
};

}  // namespace tripline
