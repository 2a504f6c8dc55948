#include "shim/api/core_view.hpp"

#include "schemas/config_in_force_generated.h"
#include "schemas/status_generated.h"

namespace tripline {

void CoreView::see(const std::shared_ptr<const Event>& event, MonoTime now) {
  const std::lock_guard lock(mutex_);
  if (event->run_id != run_id_) {
    run_id_ = event->run_id;
    config_ = nullptr;
    catalog_ = nullptr;
  }
  if (event->topic.key == "status") keep_heartbeat(event, now);
  if (event->topic.key == "catalog") catalog_ = event;
  if (event->topic.key != "config") return;
  config_ = event;
  config_came_.notify_all();
}

void CoreView::keep_heartbeat(const std::shared_ptr<const Event>& event, MonoTime now) {
  const auto* stopping = wire::GetStatus(event->message.data())->stopping();
  status_ = event;
  heartbeat_ = Heartbeat{now, stopping == nullptr ? std::string() : stopping->str()};
}

void CoreView::set_counts(const BusCounts& counts) {
  const std::lock_guard lock(mutex_);
  counts_ = counts;
}

CoreHealth CoreView::health(MonoTime now) const {
  std::optional<Heartbeat> heartbeat;
  {
    const std::lock_guard lock(mutex_);
    heartbeat = heartbeat_;
  }
  return judge_core(heartbeat, look_(), now);
}

std::shared_ptr<const Event> CoreView::newest_status() const {
  const std::lock_guard lock(mutex_);
  return status_;
}

std::shared_ptr<const Event> CoreView::newest_config() const {
  const std::lock_guard lock(mutex_);
  return config_;
}

std::shared_ptr<const Event> CoreView::newest_catalog() const {
  const std::lock_guard lock(mutex_);
  return catalog_;
}

bool CoreView::wait_for_config(std::uint64_t run_id, std::uint32_t revision, std::chrono::milliseconds patience) const {
  std::unique_lock lock(mutex_);
  return config_came_.wait_for(lock, patience, [&] {
    return config_ && config_->run_id == run_id &&
           wire::GetConfigInForce(config_->message.data())->revision() >= revision;
  });
}

BusCounts CoreView::counts() const {
  const std::lock_guard lock(mutex_);
  return counts_;
}

}  // namespace tripline
