// LiveFeed: hands every event to the pages that chose its topic, and catches a new page up first.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "rt/base/time.hpp"
#include "shim/api/core_health.hpp"
#include "shim/api/event_cache.hpp"
#include "shim/api/live_message.hpp"
#include "shim/api/topic_set.hpp"

namespace tripline {

/// Thread: any. A page sees events in the order of the wire; its snapshot comes before whatever follows.
class LiveFeed {
 public:
  /// An event from the core.
  void publish(const std::shared_ptr<const Event>& event);

  /// Tells all pages about the core when there is news, and every limits::kLivenessEvery.
  void report_core(const CoreHealth& health, MonoTime now);

  /// A new page: it gets texts about the core from now on. `sink` must stay until leave() returns.
  void join(LiveSink& sink);
  void leave(LiveSink& sink);

  /// From now on the page gets exactly these topics; what is kept of the added ones comes at once.
  void choose(LiveSink& sink, const TopicSet& topics);

  /// The topics the web process needs of the core now: what the cache keeps, and what some page looks at.
  TopicSet wanted() const;

 private:
  mutable std::mutex mutex_;
  EventCache cache_;
  std::map<LiveSink*, TopicSet> pages_;
  std::optional<CoreHealth> reported_;
  MonoTime reported_at_;
  std::shared_ptr<const std::string> core_text_;
};

}  // namespace tripline
