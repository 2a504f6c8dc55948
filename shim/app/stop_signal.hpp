// StopSignal: SIGTERM and SIGINT as something a loop can ask for.
#pragma once

#include "rt/base/unique_fd.hpp"

namespace tripline {

/// Blocks the two signals in the calling thread and in every thread it starts afterwards: make it first in main().
/// Ignores SIGPIPE, so that a client that hangs up is an error code.
class StopSignal {
 public:
  StopSignal();

  /// One of them came. Does not wait.
  bool requested() noexcept;

 private:
  UniqueFd signals_;
  bool requested_ = false;
};

}  // namespace tripline
