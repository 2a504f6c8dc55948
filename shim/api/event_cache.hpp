// EventCache: the newest events, for a page that comes late.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

#include "shim/api/topic_set.hpp"
#include "shim/bus/event_subscriber.hpp"

namespace tripline {

/// Keeps each retained topic's newest event, the last shot with its frames, and the last alerts and log lines.
/// A new run of the core empties it. Thread: one.
class EventCache {
 public:
  using SharedEvent = std::shared_ptr<const Event>;

  void keep(const SharedEvent& event);

  /// What is kept of these topics, in the order a page wants it: retained topics, the shot, its frames, the rest.
  std::vector<SharedEvent> select(const TopicSet& topics) const;

 private:
  void keep_of_shot(const SharedEvent& event, std::uint32_t shot_id);

  std::uint64_t run_id_ = 0;
  std::array<SharedEvent, kTopics.size()> retained_{};
  std::uint32_t shot_id_ = 0;
  SharedEvent shot_;
  std::deque<SharedEvent> frames_;
  std::deque<SharedEvent> alerts_;
  std::deque<SharedEvent> logs_;
};

}  // namespace tripline
