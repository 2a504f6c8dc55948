// IEEE 754 binary16, which no type of C++20 holds.
#pragma once

#include <bit>
#include <cstdint>

#include "rt/base/realtime.hpp"

namespace tripline {

/// 1 sign, 5 exponent, 10 fraction bits; what is above bit 15 is ignored. Every value of it is a double. RT-safe: yes.
constexpr double half_to_double(std::uint64_t bits) noexcept RT_NONBLOCKING {
  const std::uint64_t sign = (bits & 0x8000U) << 48;
  const std::uint64_t exponent = bits >> 10 & 0x1FU;
  const std::uint64_t fraction = bits & 0x3FFU;
  if (exponent == 0)
    return std::bit_cast<double>(sign | std::bit_cast<std::uint64_t>(static_cast<double>(fraction) * 0x1p-24));
  const bool is_nan = exponent == 0x1FU && fraction != 0;  // a quiet one, as a conversion in hardware gives
  const std::uint64_t wide = exponent == 0x1FU ? 0x7FFU : exponent + 1023U - 15U;
  return std::bit_cast<double>(sign | wide << 52 | fraction << 42 | std::uint64_t{is_nan} << 51);
}

}  // namespace tripline
