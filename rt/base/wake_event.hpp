// Wakes a thread that waits in a device's read(), at once and for good.
#pragma once

#include <cstdint>
#include <utility>

#include "rt/base/realtime.hpp"
#include "rt/base/result.hpp"
#include "rt/base/time.hpp"
#include "rt/base/unique_fd.hpp"

namespace tripline {

enum class Wake : std::uint8_t { kTimeout, kReadable, kInterrupted };

class WakeEvent {
 public:
  /// Errors: kSystem when the system has no more file descriptors.
  static Result<WakeEvent> create();

  /// Every wait(), now and later, returns kInterrupted. Thread: any. RT-safe: yes (one write).
  void set() noexcept RT_NONBLOCKING;

  /// Waits until `fd` (-1: none) can be read or has failed, the event is set, or `wait` is over, whichever is first.
  /// Thread: the waiting one. RT-safe: blocks only here; no heap, no lock.
  Wake wait(int fd, nanoseconds wait) const noexcept;

 private:
  explicit WakeEvent(UniqueFd event) noexcept : event_(std::move(event)) {}
  UniqueFd event_;
};

}  // namespace tripline
