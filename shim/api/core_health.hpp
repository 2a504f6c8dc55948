// CoreHealth: whether the core is alive, and if not, why; judged from its heartbeat and from what is known of its
// process.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "rt/base/time.hpp"
#include "shim/lifecycle/core_watch.hpp"

namespace tripline {

struct CoreHealth {
  bool alive = false;
  std::string state;                                       ///< as to_text(UnitPhase) has it
  std::string why;                                         ///< why it is not alive, or who else started it, one line
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

/// The newer news wins: a fresh heartbeat over a state that may stem from another start, and the end of the process,
/// seen after the heartbeat, over what it said when it lived.
CoreHealth judge_core(const std::optional<Heartbeat>& heartbeat, const CoreProcess& process, MonoTime now);

}  // namespace tripline
