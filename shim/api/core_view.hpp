// CoreView: what the web process knows about the core right now.
#pragma once

#include <memory>
#include <mutex>
#include <optional>

#include "rt/base/time.hpp"
#include "rt/ipc/run_dir.hpp"
#include "shim/api/core_health.hpp"
#include "shim/bus/event_subscriber.hpp"

namespace tripline {

/// Thread: any; the bus thread writes, HTTP workers read.
class CoreView {
 public:
  explicit CoreView(RunDir run_dir) : run_dir_(std::move(run_dir)) {}

  /// Takes note of an event that arrived at `now`.
  void see(const std::shared_ptr<const Event>& event, MonoTime now);
  void set_counts(const BusCounts& counts);

  /// Reads the supervisor's state file only when the core is silent.
  CoreHealth health(MonoTime now) const;
  /// The newest `status` event; nullptr: none yet.
  std::shared_ptr<const Event> newest_status() const;
  BusCounts counts() const;

 private:
  const RunDir run_dir_;
  mutable std::mutex mutex_;
  std::shared_ptr<const Event> status_;
  std::optional<Heartbeat> heartbeat_;
  BusCounts counts_;
};

}  // namespace tripline
