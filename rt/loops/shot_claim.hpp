// ShotClaim: the one shot that being armed is good for. Whoever takes it fires; camera and input cannot both.
#pragma once

#include <atomic>
#include <cstdint>

#include "rt/base/realtime.hpp"
#include "rt/loops/pulse_train.hpp"

namespace tripline {

/// What an input did with the claim that it took.
struct InputShot {
  MonoTime event{};  ///< the edge, as the kernel stamped it
  MonoTime woken{};  ///< tl-input had it in hand
  std::uint32_t shot_id = 0;
  FirstEdge edge{};
  bool realtime = false;
};

/// closed → open (armed) → closed by the camera, which then may fire itself,
///                       → taken by the input → made, told to the camera → closed.
/// Only the winner of the compare-exchange on `open` calls StrobeLoop::fire, and each change of the caller passes
/// through a release and an acquire of state_: what one caller wrote, the next one sees. RT-safe: every method,
/// wait-free.
class ShotClaim {
 public:
  /// From now on an input may fire. Thread: the camera's, when the trigger became armed.
  void open() noexcept RT_NONBLOCKING { state_.store(kOpen, std::memory_order_release); }
  /// True when no input fired since open(), and none will. Thread: the camera's.
  [[nodiscard]] bool close() noexcept RT_NONBLOCKING { return change(kOpen, kClosed); }
  /// True when it was open: the caller fires, and calls made(). Thread: the input's.
  [[nodiscard]] bool take() noexcept RT_NONBLOCKING { return change(kOpen, kTaken); }
  /// Thread: the input's, after take().
  void made(const InputShot& shot) noexcept RT_NONBLOCKING {
    shot_ = shot;
    state_.store(kMade, std::memory_order_release);
  }
  /// True, once, with the shot that an input made. Thread: the camera's.
  [[nodiscard]] bool collect(InputShot& shot) noexcept RT_NONBLOCKING {
    if (state_.load(std::memory_order_acquire) != kMade) return false;
    shot = shot_;
    state_.store(kClosed, std::memory_order_relaxed);  // nobody else acts on closed or made
    return true;
  }

 private:
  enum State : std::uint8_t { kClosed, kOpen, kTaken, kMade };
  bool change(State from, State to) noexcept {
    std::uint8_t expected = from;
    return state_.compare_exchange_strong(expected, to, std::memory_order_acq_rel, std::memory_order_acquire);
  }
  std::atomic<std::uint8_t> state_{kClosed};  // partner: itself; camera and input meet here alone
  InputShot shot_;                            // the input's while taken, the camera's once made
};

}  // namespace tripline
