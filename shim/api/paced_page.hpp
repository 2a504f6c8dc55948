// PacedPage: one page of the feed: what it chose, and what waits because the page wants to hear of it less often.
#pragma once

#include <array>
#include <optional>

#include "rt/base/time.hpp"
#include "shim/api/live_message.hpp"
#include "shim/api/subscription.hpp"

namespace tripline {

/// Time is passed in. Thread: one at a time.
class PacedPage {
 public:
  /// `sink` outlives it.
  explicit PacedPage(LiveSink& sink) : sink_(sink) {}

  LiveSink& sink() const noexcept { return sink_; }
  const TopicSet& topics() const noexcept { return wish_.topics; }

  /// From now on exactly this. Returns the topics that were not chosen before.
  TopicSet choose(const Subscription& wish);
  /// An event of the topic at this place in kTopics: delivered, kept for later, or not wanted.
  void offer(std::size_t place, const LiveMessage& message, MonoTime now);
  /// Delivers what has waited long enough.
  void tick(MonoTime now);

 private:
  void deliver(std::size_t place, LiveMessage message, MonoTime now);

  LiveSink& sink_;
  Subscription wish_;
  std::array<MonoTime, kTopics.size()> next_{};  ///< not before
  std::array<std::optional<LiveMessage>, kTopics.size()> held_{};
};

}  // namespace tripline
