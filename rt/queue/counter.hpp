// EventCounter: counted by one thread, read by any.
#pragma once

#include <atomic>
#include <cstdint>

#include "rt/base/realtime.hpp"

namespace tripline {

/// RT-safe: yes (wait-free). Readers see each count sometime; no other memory is ordered by it.
class EventCounter {
 public:
  /// Thread: the one that counts.
  void add(std::uint64_t n = 1) noexcept RT_NONBLOCKING {
    value_.store(value_.load(std::memory_order_relaxed) + n, std::memory_order_relaxed);
  }
  std::uint64_t get() const noexcept { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

}  // namespace tripline
