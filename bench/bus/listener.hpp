// A subscriber in a process of its own: what really arrives, and what that costs.
#pragma once

#include <sys/types.h>

#include <cstdint>

#include "rt/base/unique_fd.hpp"
#include "rt/ipc/run_dir.hpp"

namespace tripline::bench {

struct Heard {
  std::uint64_t frames = 0;  ///< in can_raw
  std::uint64_t values = 0;  ///< in can_signals
  std::uint64_t lost = 0;    ///< events that were missed
  double cpu_s = 0;          ///< of the process
};

/// Made before this process has threads. Ends with it.
class Listener {
 public:
  explicit Listener(const RunDir& run_dir);
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  /// What it heard in all, once nothing has come for a while.
  Heard finish();

 private:
  pid_t child_ = -1;
  UniqueFd answer_;  ///< end of a pipe
};

}  // namespace tripline::bench
