// LogLoop: carries events from the core to the recorder.
#pragma once

#include "rt/base/time.hpp"
#include "shim/app/service.hpp"
#include "shim/bus/event_subscriber.hpp"
#include "shim/record/recorder.hpp"

namespace tripline {

/// Follows every topic but the previews. Thread: one, the program's main thread.
class LogLoop {
 public:
  LogLoop(const RunDir& run_dir, Recorder recorder);

  /// Waits a moment for an event and records it; call it again and again.
  void turn();
  /// Ends the recording and says what it holds.
  void finish();

 private:
  void report(MonoTime now);

  EventSubscriber subscriber_;
  Recorder recorder_;
  GapReport gaps_{"log"};
  MonoTime reported_at_;
};

}  // namespace tripline
