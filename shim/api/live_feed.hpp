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
#include "shim/api/paced_page.hpp"
#include "shim/api/subscription.hpp"

namespace tripline {

/// Thread: any. A page sees events in the order of the wire; its snapshot comes before whatever follows.
class LiveFeed {
 public:
  /// An event from the core.
  void publish(const std::shared_ptr<const Event>& event, MonoTime now);

  /// Pages that want to hear less often get what has waited long enough. Call at least every 50 ms.
  void tick(MonoTime now);

  /// Tells all pages about the core when there is news, and every limits::kLivenessEvery.
  void report_core(const CoreHealth& health, MonoTime now);

  /// A new page: it gets texts about the core from now on. `sink` must stay until leave() returns.
  void join(LiveSink& sink);
  void leave(LiveSink& sink);

  /// From now on the page gets exactly this; what is kept of the added topics comes at once.
  void choose(LiveSink& sink, const Subscription& wish, MonoTime now);

  /// The topics the web process needs of the core now: what the cache keeps, and what some page looks at.
  TopicSet wanted() const;

 private:
  mutable std::mutex mutex_;
  EventCache cache_;
  std::map<LiveSink*, PacedPage> pages_;
  std::optional<CoreHealth> reported_;
  MonoTime reported_at_;
  std::shared_ptr<const std::string> core_text_;
};

}  // namespace tripline
