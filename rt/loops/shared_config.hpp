// The configuration, shared by the two ordinary threads that use it: control changes it, the publisher tells it.
#pragma once

#include <mutex>
#include <utility>

#include "rt/config/config_store.hpp"

namespace tripline {

/// Thread: any ordinary. RT-safe: no (a lock).
class SharedConfig {
 public:
  explicit SharedConfig(ConfigStore store) : store_(std::move(store)) {}

  /// Runs `use(ConfigStore&)` under the lock and returns what it returns.
  template <typename Use>
  auto with(Use&& use) {
    const std::lock_guard lock(mutex_);
    return std::forward<Use>(use)(store_);
  }

 private:
  std::mutex mutex_;
  ConfigStore store_;
};

}  // namespace tripline
