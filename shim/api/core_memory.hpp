// CoreMemory: what the web process keeps of the core's events beyond the newest of each, for the API.
#pragma once

#include <memory>

#include "rt/base/time.hpp"
#include "shim/api/can_id_watch.hpp"
#include "shim/api/log_tail.hpp"
#include "shim/api/shot_store.hpp"
#include "shim/api/signal_history.hpp"
#include "shim/api/topic_set.hpp"

namespace tripline {

/// Thread: any; the bus thread shows it events, HTTP workers read.
struct CoreMemory {
  ShotStore shots;
  SignalHistory signals;
  LogTail logs;
  CanIdWatch can_ids;

  void see(const std::shared_ptr<const Event>& event);
  /// The topics it needs of the core now, beside those that pages look at.
  TopicSet wanted(MonoTime now);
  /// Wakes every request that waits: the process ends.
  void close();
};

}  // namespace tripline
