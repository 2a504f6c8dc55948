// The allocation guard: in sanitizer builds, an allocation inside a guarded turn aborts with the name of the thread.
#pragma once

#include "rt/base/realtime.hpp"

namespace tripline {

/// Marks a turn of a real-time loop, from start-up's end on. Nests. RT-safe: yes.
class NoAllocation {
 public:
  NoAllocation() noexcept RT_NONBLOCKING;
  ~NoAllocation();
  NoAllocation(const NoAllocation&) = delete;
  NoAllocation& operator=(const NoAllocation&) = delete;
};

/// True where this build watches allocations (AddressSanitizer's hooks are linked in).
bool allocation_guard_works() noexcept;

/// Installs the watch, once. Thread: main, before real-time threads run.
void install_allocation_guard() noexcept;

}  // namespace tripline
