// A busy machine: child processes at ordinary priority that thrash caches, make syscalls and set timers on every CPU.
#pragma once

#include <sys/types.h>

#include <vector>

namespace tripline::bench {

/// Runs from construction to destruction. The children also end when this process does.
class Load {
 public:
  Load();
  ~Load();
  Load(const Load&) = delete;
  Load& operator=(const Load&) = delete;

 private:
  std::vector<pid_t> children_;
};

}  // namespace tripline::bench
