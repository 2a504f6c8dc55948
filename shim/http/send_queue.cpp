#include "shim/http/send_queue.hpp"

#include <algorithm>
#include <utility>

#include "rt/base/limits.hpp"

namespace tripline {

std::uint64_t SendQueue::push(LiveMessage message) {
  if (message.worth == LiveWorth::kNewestOnly) {
    const auto older = std::find_if(messages_.begin(), messages_.end(), [&](const LiveMessage& queued) {
      return queued.worth == LiveWorth::kNewestOnly && queued.slot == message.slot;
    });
    if (older != messages_.end()) erase(older);
  }
  bytes_ += message.bytes.size();
  messages_.push_back(std::move(message));
  std::uint64_t dropped = 0;
  for (; is_over() && messages_.size() > 1; ++dropped) erase(least_worth());
  return dropped;
}

std::optional<LiveMessage> SendQueue::pop() {
  if (messages_.empty()) return std::nullopt;
  auto message = std::move(messages_.front());
  messages_.pop_front();
  bytes_ -= message.bytes.size();
  return message;
}

void SendQueue::clear() noexcept {
  messages_.clear();
  bytes_ = 0;
}

bool SendQueue::is_over() const noexcept {
  return messages_.size() > limits::kWebSocketQueue || bytes_ > limits::kWebSocketQueueBytes;
}

// The oldest of the lowest worth.
SendQueue::Place SendQueue::least_worth() {
  return std::min_element(messages_.begin(), messages_.end(),
                          [](const LiveMessage& a, const LiveMessage& b) { return a.worth < b.worth; });
}

void SendQueue::erase(const Place& place) {
  bytes_ -= place->bytes.size();
  messages_.erase(place);
}

}  // namespace tripline
