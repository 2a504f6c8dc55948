// CoreHealth: whether the core is alive, and if not, why; judged from its heartbeat and from what the supervisor wrote.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "rt/base/time.hpp"
#include "shim/lifecycle/unit_state.hpp"

namespace tripline {

struct CoreHealth {
  bool alive = false;
  std::string state;                                       ///< RUNNING, STARTING, STOPPED or FAILED
  std::string why;                                         ///< why it is not alive, one line; empty while it is
  std::optional<std::chrono::milliseconds> heartbeat_age;  ///< nothing: never heard

  /// The same news; the age of the heartbeat, which always changes, does not count.
  bool same_news(const CoreHealth& other) const noexcept {
    return alive == other.alive && state == other.state && why == other.why;
  }
  /// {"alive":…,"state":…,"why":…,"heartbeat_age_ms":…}
  std::string to_json() const;
};

/// The newest `status` of the core.
struct Heartbeat {
  MonoTime arrived;
  std::string stopping;  ///< its last words, when it stops on purpose
};

/// A fresh heartbeat wins over the state file, which may stem from another start.
CoreHealth judge_core(const std::optional<Heartbeat>& heartbeat, const std::optional<UnitState>& unit, MonoTime now);

}  // namespace tripline
