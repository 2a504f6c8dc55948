#include "hw/sim/car_model.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "hw/sim/demo_car_dbc.hpp"
#include "tests/hw/sim/dbc_reference.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

std::vector<CanFrame> drive(CarModel& model, nanoseconds until) {
  std::vector<CanFrame> frames;
  std::array<CanFrame, 16> bite;
  for (std::size_t count = bite.size(); count == bite.size();) {
    count = model.take(until, bite);
    frames.insert(frames.end(), bite.begin(), bite.begin() + static_cast<std::ptrdiff_t>(count));
  }
  return frames;
}

TEST(CarModel, SendsEveryMessageOfItsDbcAtItsCycleTime) {
  CarModel model(1);
  const ReferenceDbc dbc = read_dbc(demo_car_dbc());
  ASSERT_EQ(dbc.size(), kCarMessages);
  std::map<std::uint32_t, long> sent;
  for (const CanFrame& frame : drive(model, 10s - 1ns)) ++sent[frame.can_id().key()];
  ASSERT_EQ(sent.size(), dbc.size());
  for (const auto& [key, message] : dbc) {
    ASSERT_GT(message.cycle_ms, 0) << key;
    EXPECT_EQ(sent[key], 10'000 / message.cycle_ms) << key;
  }
}

TEST(CarModel, SendsAbout500FramesASecond) {
  CarModel model(1);
  EXPECT_EQ(drive(model, 1s - 1ns).size(), 490U);
}

TEST(CarModel, StaysWithinTheRangesOfItsDbc) {
  CarModel model(1);
  const ReferenceDbc dbc = read_dbc(demo_car_dbc());
  for (const CanFrame& frame : drive(model, 70s)) {
    const ReferenceMessage& message = dbc.at(frame.can_id().key());
    ASSERT_EQ(frame.length, message.length);
    const auto values = decode(message, frame);
    for (const ReferenceSignal& signal : message.signals) {
      if (!values.contains(signal.name)) continue;
      ASSERT_GE(values.at(signal.name), signal.min) << signal.name;
      ASSERT_LE(values.at(signal.name), signal.max) << signal.name;
    }
  }
}

TEST(CarModel, SaysWhatTheLapSays) {
  CarModel model(5);
  const CarLap lap(5);
  const ReferenceDbc dbc = read_dbc(demo_car_dbc());
  const auto expected = [](const CarState& state) {
    return std::map<std::string, double>{
        {"EngineSpeed", state.engine_rpm},
        {"EngineTorque", state.torque_nm},
        {"WheelSpeedFR", state.wheels_m_s[1] * 3.6},
        {"WheelSpeedRL", state.wheels_m_s[2] * 3.6},
        {"SteeringAngle", state.steering_deg},
        {"LateralAcceleration", state.lateral_acceleration_m_s2},
        {"BrakePressure", state.brake_bar},
        {"Gear", state.gear},
        {"LapDistance", state.lap_m},
        {"LapNumber", state.lap + 1},
        {"CoolantTemperature", state.coolant_c},
    };
  };
  std::set<std::string> seen;
  for (const CanFrame& frame : drive(model, 62s)) {
    const auto wanted = expected(lap.at(frame.time.time_since_epoch()));
    const ReferenceMessage& message = dbc.at(frame.can_id().key());
    const auto values = decode(message, frame);
    for (const ReferenceSignal& signal : message.signals) {
      if (!wanted.contains(signal.name)) continue;
      seen.insert(signal.name);
      ASSERT_NEAR(values.at(signal.name), wanted.at(signal.name), signal.factor / 2 + 1e-9) << signal.name;
    }
  }
  EXPECT_EQ(seen.size(), 11U);
}

TEST(CarModel, TurnsThePagesOfTheMultiplexedMessage) {
  CarModel model(1);
  const ReferenceDbc dbc = read_dbc(demo_car_dbc());
  std::set<std::string> seen;
  for (const CanFrame& frame : drive(model, 1s)) {
    if (frame.id != 0x510) continue;
    for (const auto& [name, value] : decode(dbc.at(0x510), frame)) seen.insert(name);
  }
  EXPECT_EQ(seen.size(), dbc.at(0x510).signals.size());
}

TEST(CarModel, SendsInOrderOfTimeHoweverSmallTheBites) {
  CarModel whole(1);
  CarModel bitten(1);
  const std::vector<CanFrame> all = drive(whole, 1s);
  nanoseconds previous{0};
  for (const CanFrame& frame : all) {
    EXPECT_GE(frame.time.time_since_epoch(), previous);
    previous = frame.time.time_since_epoch();
    std::array<CanFrame, 1> one;
    ASSERT_EQ(bitten.take(1s, one), 1U);
    EXPECT_EQ(one[0].id, frame.id);
    EXPECT_EQ(one[0].data, frame.data);
  }
}

TEST(CarModel, SendsNothingBeforeItsTime) {
  CarModel model(1);
  std::array<CanFrame, 16> frames;
  EXPECT_EQ(model.take(0s, frames), 1U);
  EXPECT_EQ(model.next_due(), 1ms);
  EXPECT_EQ(model.take(1ms - 1ns, frames), 0U);
}

TEST(CarModel, CountsWhatItSkips) {
  CarModel model(1);
  EXPECT_EQ(model.skip(-1s), 0U);
  EXPECT_EQ(model.skip(1s), 490U);
  EXPECT_EQ(model.next_due(), 1s);
  EXPECT_EQ(model.skip(1s), 0U);
}

}  // namespace
}  // namespace tripline
