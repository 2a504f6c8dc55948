// Whether every loop gets on: what the watchdog is fed on.
#pragma once

#include <array>
#include <cstdint>

#include "rt/base/limits.hpp"
#include "rt/exec/thread_slot.hpp"

namespace tripline {

/// Remembers how many turns each thread had ended when it was last looked at. A thread that is in a turn must have
/// ended one since; one that wakes by itself (`ThreadRow::wakes_itself`) must have, wherever it is. A thread that waits
/// for somebody else may wait for ever. Thread: one. RT-safe: yes (reads counters).
class ProgressWatch {
 public:
  /// False: some loop stood still since the last look. Ask no more often than every 500 ms.
  bool all_got_on(const ThreadSlots& slots) noexcept;

 private:
  struct Seen {
    std::uint64_t left = 0;
    bool started = false;
  };
  std::array<Seen, limits::kThreads> seen_{};
};

}  // namespace tripline
