// LatestValue: one writer leaves values, one reader takes the newest; older ones are overwritten. A triple buffer.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <type_traits>

#include "rt/base/realtime.hpp"

namespace tripline {

/// RT-safe: both ends are wait-free.
template <typename T>
class LatestValue {
  static_assert(std::is_trivially_copyable_v<T>, "a copy must not allocate or throw");

 public:
  explicit LatestValue(const T& initial) noexcept : slots_{initial, initial, initial} {}

  /// Thread: the writer.
  void write(const T& value) noexcept RT_NONBLOCKING {
    slots_[writing_] = value;
    // partner: the exchange in read(); hands over the slot just written and takes the one in the middle
    writing_ = middle_.exchange(static_cast<std::uint8_t>(writing_ | kFresh), std::memory_order_acq_rel) & kSlot;
  }

  /// The newest value; `changed`, where given, tells whether it is another one than last time. Thread: the reader.
  const T& read(bool* changed = nullptr) noexcept RT_NONBLOCKING {
    const bool fresh = (middle_.load(std::memory_order_relaxed) & kFresh) != 0;
    // partner: the exchange in write()
    if (fresh) reading_ = middle_.exchange(reading_, std::memory_order_acq_rel) & kSlot;
    if (changed != nullptr) *changed = fresh;
    return slots_[reading_];
  }

 private:
  static constexpr std::uint8_t kFresh = 4;
  static constexpr std::uint8_t kSlot = 3;
  std::array<T, 3> slots_;
  std::atomic<std::uint8_t> middle_{1};
  alignas(64) std::uint8_t writing_ = 0;
  alignas(64) std::uint8_t reading_ = 2;
};

}  // namespace tripline
