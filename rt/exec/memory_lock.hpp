// Memory that stays: every page locked, the heap never given back, so that a real-time thread never faults.
#pragma once

#include "rt/base/result.hpp"

namespace tripline {

/// Locks present and future pages and keeps freed memory in the process. Call before threads start.
/// Errors: kNoPermission with what is missing and the one command that mends it. Thread: main. RT-safe: no.
Result<void> lock_memory();

/// Holds the CPUs out of deep sleep (`/dev/cpu_dma_latency` at 0) while it lives; without access it holds nothing.
class CpuLatencyHold {
 public:
  CpuLatencyHold();
  ~CpuLatencyHold();
  CpuLatencyHold(const CpuLatencyHold&) = delete;
  CpuLatencyHold& operator=(const CpuLatencyHold&) = delete;
  bool held() const noexcept { return fd_ >= 0; }

 private:
  int fd_;
};

}  // namespace tripline
