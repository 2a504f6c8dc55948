// Repeatable randomness of the twins: a number for each (seed, place), with no state to carry along.
#pragma once

#include <cstdint>

namespace tripline {

/// Mixes 64 bits so that neighbours have nothing in common (the finaliser of SplitMix64, Steele et al. 2014).
constexpr std::uint64_t mix(std::uint64_t value) noexcept {
  value += 0x9E3779B97F4A7C15U;
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9U;
  value = (value ^ (value >> 27)) * 0x94D049BB133111EBU;
  return value ^ (value >> 31);
}

constexpr std::uint64_t mix(std::uint64_t seed, std::uint64_t place) noexcept { return mix(mix(seed) ^ place); }

/// Evenly spread over 0 … 1, 1 excluded.
constexpr double unit_random(std::uint64_t seed, std::uint64_t place) noexcept {
  return static_cast<double>(mix(seed, place) >> 11) * 0x1.0p-53;
}

}  // namespace tripline
