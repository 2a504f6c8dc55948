// How the simulated car drives: a lap of a minute, again and again, no two alike. Pure: state as a function of time.
#pragma once

#include <array>
#include <cstdint>

#include "rt/base/time.hpp"

namespace tripline {

struct CarState {
  double speed_m_s = 0;
  double acceleration_m_s2 = 0;          ///< along the car, positive: faster
  double lateral_acceleration_m_s2 = 0;  ///< positive: in a left-hand bend
  double yaw_rate_deg_s = 0;
  double steering_deg = 0;  ///< of the wheel, positive: left
  double engine_rpm = 0;
  double torque_nm = 0;
  double throttle_percent = 0;
  double brake_bar = 0;
  int gear = 1;
  std::array<double, 4> wheels_m_s{};  ///< front left, front right, rear left, rear right
  double coolant_c = 0;
  double oil_c = 0;
  double lap_m = 0;  ///< since the line
  nanoseconds lap_time{0};
  std::uint32_t lap = 0;
};

/// Thread: any.
class CarLap {
 public:
  explicit CarLap(std::uint64_t seed) noexcept : seed_(seed) {}

  /// The car `elapsed` after the start, which is a flying one.
  CarState at(nanoseconds elapsed) const noexcept;

 private:
  std::uint64_t seed_;
};

}  // namespace tripline
