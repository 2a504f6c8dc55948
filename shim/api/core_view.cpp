#include "shim/api/core_view.hpp"

#include "schemas/status_generated.h"

namespace tripline {

void CoreView::see(const std::shared_ptr<const Event>& event, MonoTime now) {
  if (event->topic.key != "status") return;
  const auto* stopping = wire::GetStatus(event->message.data())->stopping();
  const std::lock_guard lock(mutex_);
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

BusCounts CoreView::counts() const {
  const std::lock_guard lock(mutex_);
  return counts_;
}

}  // namespace tripline
