// SendQueue: what waits for one slow page; bounded, and it drops what the page misses least.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "shim/api/live_message.hpp"

namespace tripline {

/// At most limits::kWebSocketQueue messages and kWebSocketQueueBytes bytes. Thread: one at a time.
class SendQueue {
 public:
  /// Adds the message; returns how many had to go for it. One that a newer one replaces is not lost.
  std::uint64_t push(LiveMessage message);

  /// The oldest message; nothing when empty.
  std::optional<LiveMessage> pop();

  void clear() noexcept;
  bool empty() const noexcept { return messages_.empty(); }
  std::size_t size() const noexcept { return messages_.size(); }
  std::size_t bytes() const noexcept { return bytes_; }

 private:
  using Place = std::deque<LiveMessage>::iterator;

  bool is_over() const noexcept;
  Place least_worth();
  void erase(const Place& place);

  std::deque<LiveMessage> messages_;
  std::size_t bytes_ = 0;
};

}  // namespace tripline
