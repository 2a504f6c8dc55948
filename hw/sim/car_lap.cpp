#include "hw/sim/car_lap.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "hw/sim/random.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

constexpr nanoseconds kLapTime = 60s;
constexpr double kDegrees = 180 / std::numbers::pi;
constexpr double kWheelbase = 2.6;     // m
constexpr double kTrack = 1.6;         // m, left wheel to right wheel
constexpr double kSteeringRatio = 14;  // steering wheel to front wheels
constexpr double kIdleRpm = 850;
constexpr double kShiftRpm = 6900;
constexpr std::array<double, 6> kRpmPerSpeed{480, 300, 215, 165, 135, 112};  // rpm per m/s in each gear

// What the driver aims for on the way.
struct Place {
  double time_s;
  double speed_m_s;
  double lateral_m_s2;
};
// Straight, right-left, straight, hairpin, back straight, fast right, home. The lap closes: the first follows the last.
constexpr std::array<Place, 14> kTrackPlaces{{{0, 48, 0},
                                              {5.5, 58, 0},
                                              {10, 22, -9},
                                              {12, 21, -8},
                                              {15, 33, 9},
                                              {17.5, 31, 8},
                                              {26, 50, 0},
                                              {31, 15, 8},
                                              {33, 14, 8.5},
                                              {43, 54, 0},
                                              {46.5, 35, -9},
                                              {51, 38, -8},
                                              {55, 44, 0},
                                              {60, 48, 0}}};

// What the driver makes of a place this time round.
Place visit_place(std::uint64_t seed, std::uint32_t lap, std::size_t index) {
  const Place& place = kTrackPlaces[index];
  // The last place of a lap is the first of the next, so both take the same deviation.
  const std::uint64_t visit = std::uint64_t{lap} * (kTrackPlaces.size() - 1) + index;
  const double speed = 1 + 0.04 * (unit_random(seed, 2 * visit) - 0.5);
  const double lateral = 1 + 0.10 * (unit_random(seed, 2 * visit + 1) - 0.5);
  return {place.time_s, place.speed_m_s * speed, place.lateral_m_s2 * lateral};
}

// From one place to the next: smooth, with no jump in the acceleration's sign at either end.
struct Blend {
  double from;
  double to;
  double share;  // 0 … 1 of the way
  double time_s;

  double value() const noexcept { return from + (to - from) * share * share * (3 - 2 * share); }
  double slope() const noexcept { return (to - from) * 6 * share * (1 - share) / time_s; }
  double integral() const noexcept {  // from the place to here
    return time_s * (from * share + (to - from) * share * share * share * (1 - share / 2));
  }
};

double approach(double from, double to, double time_constant_s, double time_s) {
  return to + (from - to) * std::exp(-time_s / time_constant_s);
}

void add_bend(CarState& state) {
  const double yaw_rad_s = state.lateral_acceleration_m_s2 / state.speed_m_s;
  state.yaw_rate_deg_s = yaw_rad_s * kDegrees;
  state.steering_deg = std::atan(yaw_rad_s / state.speed_m_s * kWheelbase) * kDegrees * kSteeringRatio;
  const double outside = yaw_rad_s * kTrack / 2;  // turning left, the right wheels run faster
  const double slip = 0.004 * std::max(0.0, state.acceleration_m_s2);
  state.wheels_m_s = {state.speed_m_s - outside, state.speed_m_s + outside, (state.speed_m_s - outside) * (1 + slip),
                      (state.speed_m_s + outside) * (1 + slip)};
}

void add_drive(CarState& state) {
  while (state.gear < 6 && state.speed_m_s * kRpmPerSpeed[static_cast<std::size_t>(state.gear - 1)] > kShiftRpm)
    ++state.gear;
  const double rpm = state.speed_m_s * kRpmPerSpeed[static_cast<std::size_t>(state.gear - 1)];
  state.engine_rpm = std::max(kIdleRpm, rpm);
  // What the engine or the brakes must give on top of rolling and air drag.
  const double demand = state.acceleration_m_s2 + 0.3 + 0.0009 * state.speed_m_s * state.speed_m_s;
  state.throttle_percent = std::clamp(demand / 7 * 100, 0.0, 100.0);
  state.brake_bar = std::clamp(-demand * 7, 0.0, 120.0);
  state.torque_nm = state.throttle_percent * 4 - (state.throttle_percent > 0 ? 0 : 40);
}

}  // namespace

CarState CarLap::at(nanoseconds elapsed) const noexcept {
  CarState state;
  state.lap = static_cast<std::uint32_t>(elapsed / kLapTime);
  state.lap_time = elapsed % kLapTime;
  const double time_s = std::chrono::duration<double>(state.lap_time).count();
  for (std::size_t i = 0; i + 1 < kTrackPlaces.size() && kTrackPlaces[i].time_s <= time_s; ++i) {
    const Place from = visit_place(seed_, state.lap, i);
    const Place to = visit_place(seed_, state.lap, i + 1);
    const double length_s = to.time_s - from.time_s;
    const double share = std::min(1.0, (time_s - from.time_s) / length_s);
    const Blend speed{from.speed_m_s, to.speed_m_s, share, length_s};
    state.speed_m_s = speed.value();
    state.acceleration_m_s2 = speed.slope();
    state.lap_m += speed.integral();
    state.lateral_acceleration_m_s2 = Blend{from.lateral_m_s2, to.lateral_m_s2, share, length_s}.value();
  }
  add_bend(state);
  add_drive(state);
  const double total_s = std::chrono::duration<double>(elapsed).count();
  state.coolant_c = approach(48, 91, 90, total_s);
  state.oil_c = approach(40, 104, 150, total_s);
  return state;
}

}  // namespace tripline
