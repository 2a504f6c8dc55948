// CoreView: what the web process knows about the core right now.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
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
  /// Without anybody who controls the core: its process is known by the files of the run directory.
  explicit CoreView(RunDir run_dir) : look_([run_dir = std::move(run_dir)] { return look_at_core(run_dir); }) {}
  /// Lifetime: `watch` outlives the view.
  explicit CoreView(const CoreWatch& watch) : look_([&watch] { return watch.process(); }) {}

  /// Takes note of an event that arrived at `now`.
  void see(const std::shared_ptr<const Event>& event, MonoTime now);
  void set_counts(const BusCounts& counts);

  CoreHealth health(MonoTime now) const;
  /// The newest `status` event; nullptr: none yet.
  std::shared_ptr<const Event> newest_status() const;
  /// What is in force, of the run that is heard now; nullptr: not told yet.
  std::shared_ptr<const Event> newest_config() const;
  std::shared_ptr<const Event> newest_catalog() const;
  /// True as soon as that revision of that run, or a later one, was told; false after `patience`.
  bool wait_for_config(std::uint64_t run_id, std::uint32_t revision, std::chrono::milliseconds patience) const;
  BusCounts counts() const;

 private:
  void keep_heartbeat(const std::shared_ptr<const Event>& event, MonoTime now);

  const std::function<CoreProcess()> look_;
  mutable std::mutex mutex_;
  std::shared_ptr<const Event> status_;
  std::optional<Heartbeat> heartbeat_;
  std::uint64_t run_id_ = 0;
  std::shared_ptr<const Event> config_;
  std::shared_ptr<const Event> catalog_;
  mutable std::condition_variable config_came_;
  BusCounts counts_;
};

}  // namespace tripline
