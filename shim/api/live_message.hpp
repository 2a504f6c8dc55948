// LiveMessage: one WebSocket message on its way to a page; and the sink that takes it there.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "shim/bus/event_subscriber.hpp"

namespace tripline {

/// What may go when a page is too slow to take everything.
enum class LiveWorth : std::uint8_t {
  kStream,      ///< goes first, the oldest before the newer ones: another comes in a moment
  kEvent,       ///< goes when no stream is left
  kNewestOnly,  ///< a newer one of the same slot takes its place; never goes otherwise
};

/// Cheap to copy: all pages share the bytes.
struct LiveMessage {
  bool is_text = false;
  LiveWorth worth = LiveWorth::kStream;
  std::size_t slot = 0;                 ///< what kNewestOnly replaces: place in kTopics, or kCoreSlot
  std::span<const std::uint8_t> bytes;  ///< valid as long as `owner`
  std::shared_ptr<const void> owner;

  static constexpr std::size_t kCoreSlot = kTopics.size();
};

/// The very bytes of the event.
LiveMessage live_message(const std::shared_ptr<const Event>& event);
/// A text about the liveness of the core.
LiveMessage live_message(const std::shared_ptr<const std::string>& core_text);

/// A page's end. deliver() keeps the order and must not block. Thread: any, one at a time.
class LiveSink {
 public:
  virtual ~LiveSink() = default;
  virtual void deliver(LiveMessage message) = 0;
};

}  // namespace tripline
