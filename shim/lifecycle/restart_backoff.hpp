// RestartBackoff: how long to wait before a process that died is started again.
#pragma once

#include <algorithm>

#include "rt/base/limits.hpp"
#include "rt/base/time.hpp"

namespace tripline {

/// limits::kRestartFirst, doubled with each death up to limits::kRestartLast; from the front again after
/// limits::kRestartHealthy of life. A process that a signal ended waits limits::kRestartSignalled at most: somebody who
/// kills the page twenty times in a row gets it back each time.
class RestartBackoff {
 public:
  nanoseconds next(bool by_signal, nanoseconds lived) noexcept {
    if (lived >= limits::kRestartHealthy) wait_ = limits::kRestartFirst;
    const nanoseconds wait = by_signal ? std::min<nanoseconds>(wait_, limits::kRestartSignalled) : wait_;
    wait_ = std::min<nanoseconds>(wait_ * 2, limits::kRestartLast);
    return wait;
  }

 private:
  nanoseconds wait_ = limits::kRestartFirst;
};

}  // namespace tripline
