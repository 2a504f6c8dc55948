// SIGTERM and SIGINT as something to wait for, on the main thread alone.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "rt/base/unique_fd.hpp"

namespace tripline {

/// Blocks the two signals in this thread and in all that it starts: create it before any other thread.
class StopSignals {
 public:
  StopSignals();
  /// The name of the signal that came, or nothing within `wait`.
  std::optional<std::string> wait(std::chrono::milliseconds wait) const;

 private:
  UniqueFd fd_;
};

}  // namespace tripline
