// WebLoop: carries events from the core to the pages, and watches whether the core is alive.
#pragma once

#include "rt/base/time.hpp"
#include "shim/api/core_memory.hpp"
#include "shim/api/core_view.hpp"
#include "shim/api/live_feed.hpp"
#include "shim/app/service.hpp"
#include "shim/bus/event_subscriber.hpp"

namespace tripline {

/// Thread: one, the program's main thread.
class WebLoop {
 public:
  WebLoop(const RunDir& run_dir, CoreView& core, LiveFeed& feed, CoreMemory& memory)
      : subscriber_(run_dir), core_(core), feed_(feed), memory_(memory) {}

  /// Waits a moment for an event and hands it on; call it again and again.
  void turn();

 private:
  void follow_wishes();
  void report();

  EventSubscriber subscriber_;
  CoreView& core_;
  LiveFeed& feed_;
  CoreMemory& memory_;
  TopicSet followed_;
  GapReport gaps_{"web"};
  MonoTime reported_at_;
};

}  // namespace tripline
