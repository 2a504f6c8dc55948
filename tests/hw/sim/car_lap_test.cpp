#include "hw/sim/car_lap.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace tripline {
namespace {

using namespace std::chrono_literals;

TEST(CarLap, NeverJumps) {
  const CarLap lap(1);
  CarState previous = lap.at(0s);
  for (nanoseconds time = 10ms; time < 130s; time += 10ms) {
    const CarState state = lap.at(time);
    ASSERT_LT(std::abs(state.speed_m_s - previous.speed_m_s), 0.2) << time.count();
    ASSERT_LT(std::abs(state.lateral_acceleration_m_s2 - previous.lateral_acceleration_m_s2), 0.3) << time.count();
    previous = state;
  }
}

TEST(CarLap, AcceleratesAsItsSpeedSays) {
  const CarLap lap(1);
  for (nanoseconds time = 1s; time < 60s; time += 333ms) {
    const double slope = (lap.at(time + 1ms).speed_m_s - lap.at(time - 1ms).speed_m_s) / 0.002;
    EXPECT_NEAR(lap.at(time).acceleration_m_s2, slope, 0.05) << time.count();
  }
}

TEST(CarLap, CoversTheWayThatItsSpeedSays) {
  const CarLap lap(1);
  double way = 0;
  for (nanoseconds time = 5ms; time < 59s; time += 10ms) way += lap.at(time).speed_m_s * 0.01;
  EXPECT_NEAR(lap.at(59s).lap_m, way, 1);
}

TEST(CarLap, StartsANewLapEveryMinuteAndDrivesItDifferently) {
  const CarLap lap(1);
  EXPECT_EQ(lap.at(59s).lap, 0U);
  EXPECT_EQ(lap.at(60s).lap, 1U);
  EXPECT_NEAR(lap.at(60s).lap_m, 0, 0.1);
  EXPECT_NE(lap.at(12s).speed_m_s, lap.at(72s).speed_m_s);
}

TEST(CarLap, ChangesWithTheSeed) { EXPECT_NE(CarLap(1).at(12s).speed_m_s, CarLap(2).at(12s).speed_m_s); }

TEST(CarLap, StaysWithinWhatACarCanDo) {
  const CarLap lap(3);
  for (nanoseconds time = 0s; time < 300s; time += 50ms) {
    const CarState state = lap.at(time);
    ASSERT_GE(state.engine_rpm, 850);
    ASSERT_LE(state.engine_rpm, 7200);
    ASSERT_LE(std::abs(state.acceleration_m_s2), 14);
    ASSERT_LE(std::abs(state.lateral_acceleration_m_s2), 12);
    ASSERT_LE(std::abs(state.steering_deg), 200);
    ASSERT_TRUE(state.throttle_percent == 0 || state.brake_bar == 0) << "both pedals at once";
  }
}

TEST(CarLap, UsesSeveralGearsBothPedalsAndBothDirections) {
  const CarLap lap(1);
  CarState least = lap.at(0s);
  CarState most = least;
  for (nanoseconds time = 0s; time < 60s; time += 50ms) {
    const CarState state = lap.at(time);
    least.gear = std::min(least.gear, state.gear);
    most.gear = std::max(most.gear, state.gear);
    most.throttle_percent = std::max(most.throttle_percent, state.throttle_percent);
    most.brake_bar = std::max(most.brake_bar, state.brake_bar);
    least.steering_deg = std::min(least.steering_deg, state.steering_deg);
    most.steering_deg = std::max(most.steering_deg, state.steering_deg);
  }
  EXPECT_LE(least.gear, 2);
  EXPECT_EQ(most.gear, 6);
  EXPECT_GT(most.throttle_percent, 80);
  EXPECT_GT(most.brake_bar, 30);
  EXPECT_LT(least.steering_deg, -20);
  EXPECT_GT(most.steering_deg, 20);
}

TEST(CarLap, TurnsTheOutsideWheelsFaster) {
  const CarLap lap(1);
  const CarState left = lap.at(32s);  // the hairpin
  ASSERT_GT(left.lateral_acceleration_m_s2, 5);
  EXPECT_GT(left.wheels_m_s[1], left.wheels_m_s[0]);
  EXPECT_GT(left.wheels_m_s[3], left.wheels_m_s[2]);
}

TEST(CarLap, WarmsUp) {
  const CarLap lap(1);
  EXPECT_NEAR(lap.at(0s).coolant_c, 48, 1);
  EXPECT_NEAR(lap.at(20min).coolant_c, 91, 1);
}

}  // namespace
}  // namespace tripline
