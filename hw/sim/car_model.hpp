// Which frames the simulated car has sent by when. Pure: no thread, no clock, no heap.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "hw/sim/car_lap.hpp"
#include "hw/sim/car_messages.hpp"
#include "rt/base/realtime.hpp"
#include "rt/port/can_bus.hpp"

namespace tripline {

/// Times count from the start of the drive. The same seed sends the same frames. Thread: one.
class CarModel {
 public:
  explicit CarModel(std::uint64_t seed) noexcept : lap_(seed) {}

  /// When the next frame is sent.
  nanoseconds next_due() const noexcept RT_NONBLOCKING;

  /// Fills the front of `frames` with what is sent up to and including `until`, in order; CanFrame::time is the time of
  /// the drive after the clock's zero. Returns how many; the rest comes with the next call. RT-safe: yes.
  std::size_t take(nanoseconds until, std::span<CanFrame> frames) noexcept RT_NONBLOCKING;

  /// Passes over what is sent before `until` and returns how many frames that were. RT-safe: yes.
  std::uint64_t skip(nanoseconds until) noexcept RT_NONBLOCKING;

 private:
  std::size_t next_message() const noexcept;
  nanoseconds due(std::size_t message) const noexcept;
  CanFrame make_frame(std::size_t message) const noexcept;

  CarLap lap_;
  std::array<std::uint64_t, kCarMessages> sent_{};  ///< of each message
};

}  // namespace tripline
