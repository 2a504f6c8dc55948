#include "hw/sim/car_messages.hpp"

#include <algorithm>
#include <cmath>

namespace tripline {
namespace {

using namespace std::chrono_literals;

constexpr double kKmh = 3.6;  // km/h per m/s

// A signal's place and scale, as its SG_ line in demo_car.dbc has them.
struct Field {
  unsigned start_bit;
  unsigned bits;
  double factor = 1;
  double offset = 0;
  bool is_signed = false;
};

std::uint64_t to_raw(const Field& field, double physical) noexcept {
  const double top = std::ldexp(1, static_cast<int>(field.bits) - (field.is_signed ? 1 : 0)) - 1;
  const double bottom = field.is_signed ? -top - 1 : 0;
  return static_cast<std::uint64_t>(std::llround(std::clamp((physical - field.offset) / field.factor, bottom, top)));
}

// `@1`: the start bit is the lowest, and bits rise through the bytes.
void put_intel(CanFrame& frame, const Field& field, double physical) noexcept {
  const std::uint64_t raw = to_raw(field, physical);
  for (unsigned i = 0; i < field.bits; ++i) {
    const unsigned bit = field.start_bit + i;
    if ((raw >> i & 1) != 0) frame.data[bit / 8] |= static_cast<std::uint8_t>(1U << bit % 8);
  }
}

// `@0`, for whole bytes: the start bit is the highest of the first byte, the high byte comes first.
void put_motorola16(CanFrame& frame, const Field& field, double physical) noexcept {
  const std::uint64_t raw = to_raw(field, physical);
  frame.data[field.start_bit / 8] = static_cast<std::uint8_t>(raw >> 8);
  frame.data[field.start_bit / 8 + 1] = static_cast<std::uint8_t>(raw);
}

void encode_engine(const CarState& state, std::uint64_t count, CanFrame& frame) noexcept {
  put_intel(frame, {.start_bit = 0, .bits = 16, .factor = 0.25}, state.engine_rpm);
  put_intel(frame, {.start_bit = 16, .bits = 8, .factor = 0.4}, state.throttle_percent);
  put_intel(frame, {.start_bit = 24, .bits = 12, .factor = 0.5, .is_signed = true}, state.torque_nm);
  put_intel(frame, {.start_bit = 36, .bits = 4}, static_cast<double>(count % 16));
}

void encode_wheels(const CarState& state, std::uint64_t /*count*/, CanFrame& frame) noexcept {
  for (unsigned i = 0; i < 4; ++i)
    put_motorola16(frame, {.start_bit = 16 * i + 7, .bits = 16, .factor = 0.01}, state.wheels_m_s[i] * kKmh);
}

void encode_dynamics(const CarState& state, std::uint64_t /*count*/, CanFrame& frame) noexcept {
  const auto put = [&frame](unsigned start_bit, double factor, double value) {
    put_intel(frame, {.start_bit = start_bit, .bits = 16, .factor = factor, .is_signed = true}, value);
  };
  put(0, 0.1, state.steering_deg);
  put(16, 0.01, state.yaw_rate_deg_s);
  put(32, 0.001, state.lateral_acceleration_m_s2);
  put(48, 0.001, state.acceleration_m_s2);
}

void encode_brakes(const CarState& state, std::uint64_t /*count*/, CanFrame& frame) noexcept {
  put_intel(frame, {.start_bit = 0, .bits = 12, .factor = 0.1}, state.brake_bar);
  put_intel(frame, {.start_bit = 12, .bits = 1}, state.brake_bar > 0 ? 1 : 0);
}

void encode_transmission(const CarState& state, std::uint64_t /*count*/, CanFrame& frame) noexcept {
  put_intel(frame, {.start_bit = 0, .bits = 4}, state.gear);
  put_intel(frame, {.start_bit = 8, .bits = 16, .factor = 0.01}, state.speed_m_s * kKmh);
}

void encode_lap(const CarState& state, std::uint64_t /*count*/, CanFrame& frame) noexcept {
  put_intel(frame, {.start_bit = 0, .bits = 16, .factor = 0.1}, state.lap_m);
  put_intel(frame, {.start_bit = 16, .bits = 8, .offset = 1}, state.lap % 256 + 1);
  put_intel(frame, {.start_bit = 24, .bits = 24, .factor = 0.001},
            std::chrono::duration<double>(state.lap_time).count());
}

void encode_temperatures(const CarState& state, std::uint64_t /*count*/, CanFrame& frame) noexcept {
  put_intel(frame, {.start_bit = 0, .bits = 8, .offset = -40}, state.coolant_c);
  put_intel(frame, {.start_bit = 8, .bits = 8, .offset = -40}, state.oil_c);
  put_intel(frame, {.start_bit = 16, .bits = 8, .factor = 0.5, .is_signed = true}, 24 + 0.1 * (60 - state.speed_m_s));
}

void encode_tyre_pressures(const CarState& state, CanFrame& frame) noexcept {
  const double warm_bar = (state.oil_c - 40) * 0.004;
  for (unsigned i = 0; i < 4; ++i)
    put_intel(frame, {.start_bit = 8 + 8 * i, .bits = 8, .factor = 0.02}, 1.9 + 0.02 * (i % 2) + warm_bar);
}

void encode_tyre_temperatures(const CarState& state, CanFrame& frame) noexcept {
  const double load = std::abs(state.lateral_acceleration_m_s2);
  put_intel(frame, {.start_bit = 8, .bits = 8, .offset = -40}, state.oil_c * 0.75 + load);
  put_intel(frame, {.start_bit = 16, .bits = 8, .offset = -40}, state.oil_c * 0.70 + load);
}

void encode_supply(const CarState& state, CanFrame& frame) noexcept {
  put_intel(frame, {.start_bit = 8, .bits = 16, .factor = 0.001}, 14.2 - 0.00002 * state.engine_rpm);
  put_intel(frame, {.start_bit = 24, .bits = 8, .factor = 0.5}, 60 - 1.4 * (state.lap % 40));
}

void encode_diagnosis(const CarState& state, std::uint64_t count, CanFrame& frame) noexcept {
  const std::uint64_t page = count % 3;
  put_intel(frame, {.start_bit = 0, .bits = 8}, static_cast<double>(page));
  if (page == 0) encode_tyre_pressures(state, frame);
  if (page == 1) encode_tyre_temperatures(state, frame);
  if (page == 2) encode_supply(state, frame);
}

// 490 frames a second. The phases keep messages apart, as the arbitration of a real bus would.
constexpr std::array<CarMessage, kCarMessages> kMessages{{
    {CanId(0x100), 8, 10ms, 0ms, encode_engine},
    {CanId(0x110), 8, 10ms, 1ms, encode_wheels},
    {CanId(0x120), 8, 10ms, 2ms, encode_dynamics},
    {CanId(0x130), 2, 10ms, 3ms, encode_brakes},
    {CanId(0x140), 3, 20ms, 4ms, encode_transmission},
    {CanId(0x18FF0510, true), 8, 50ms, 5ms, encode_lap},
    {CanId(0x500), 3, 100ms, 6ms, encode_temperatures},
    {CanId(0x510), 5, 100ms, 7ms, encode_diagnosis},
}};

}  // namespace

const std::array<CarMessage, kCarMessages>& car_messages() noexcept { return kMessages; }

}  // namespace tripline
