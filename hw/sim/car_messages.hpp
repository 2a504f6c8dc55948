// What the simulated car says of its state: one row per message of demo_car.dbc.
#pragma once

#include <array>
#include <cstdint>

#include "hw/sim/car_lap.hpp"
#include "rt/base/ids.hpp"
#include "rt/port/can_bus.hpp"

namespace tripline {

/// A message that is sent every `period`, the first time `phase` after the start.
struct CarMessage {
  CanId id;
  std::uint8_t length;  ///< bytes
  nanoseconds period;
  nanoseconds phase;
  /// Writes the payload of the `count`-th message, from 0. The payload comes zeroed.
  void (*encode)(const CarState& state, std::uint64_t count, CanFrame& frame) noexcept;
};

inline constexpr std::size_t kCarMessages = 8;

/// In no particular order.
const std::array<CarMessage, kCarMessages>& car_messages() noexcept;

}  // namespace tripline
