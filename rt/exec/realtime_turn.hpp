// RealtimeTurn: marks a turn of a real-time loop, so that a watch can abort what allocates or locks in it.
#pragma once

#include "rt/base/realtime.hpp"

namespace tripline {

/// Lives as long as the turn, from start-up's end on. Nests. RT-safe: yes (one thread-local count).
/// Two watches look at it: AddressSanitizer's hooks (allocations), and `tripline-tripwire.so` of rt/tripwire
/// (allocations, locks, waits), preloaded over any build, also the shipped one.
class RealtimeTurn {
 public:
  RealtimeTurn() noexcept RT_NONBLOCKING;
  ~RealtimeTurn();
  RealtimeTurn(const RealtimeTurn&) = delete;
  RealtimeTurn& operator=(const RealtimeTurn&) = delete;
};

/// True where this build watches allocations by itself (AddressSanitizer's hooks are linked in).
bool allocation_hooks_work() noexcept;

/// Installs the sanitizer's hooks, once. Thread: main, before real-time threads run.
void install_allocation_hooks() noexcept;

}  // namespace tripline

/// How many marked turns the calling thread is in. Exported by every program, so that a preloaded library finds it.
extern "C" int tripline_realtime_depth() noexcept;
