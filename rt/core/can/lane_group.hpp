// The flat form of eight signals, made so that one instruction works on four or eight of them at once.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "rt/base/realtime.hpp"

namespace tripline {

/// Eight integer signals of at most kLaneBits bits, one a lane. Lanes that are not in use, and those whose signal takes
/// another way (see SideStep), compute a 0 or 1 that nobody reads: nonsense could be a denormal, which is slow.
///
/// Per lane: gather the eight payload bytes that hold the signal, most significant last; shift left until its highest
/// bit is bit 63, then right with the sign; where there is none, mask what that brought; then to double, times scale,
/// plus offset.
struct alignas(64) LaneGroup {
  static constexpr std::size_t kLanes = 8;

  std::array<std::uint8_t, 64> permute{};  ///< per lane eight bytes of the payload (AVX-512 VBMI)
  std::array<std::uint64_t, kLanes> left{};
  std::array<std::uint64_t, kLanes> right{63, 63, 63, 63, 63, 63, 63, 63};
  std::array<std::uint64_t, kLanes> mask{};  ///< of signed signals every bit, else those of the signal
  std::array<double, kLanes> scale{};
  std::array<double, kLanes> offset{};
  std::array<std::uint8_t, 64> shuffle{};    ///< as `permute`, of the lane pair's window (AVX2, NEON)
  std::array<std::uint64_t, kLanes> sign{};  ///< of signed signals the highest bit: (x ^ sign) - sign extends it (AVX2)
  std::array<std::uint8_t, kLanes / 2> window{};  ///< per pair of lanes the 16 payload bytes from here on (AVX2, NEON)
  std::array<std::uint8_t, kLanes> load{};        ///< per lane the eight payload bytes from here on (portable)
  std::array<bool, kLanes> big_endian{};          ///< (portable)
};

/// Below 2^51 adding 1.5 * 2^52 to an integer's bits makes the double of that value: no instruction of AVX2 converts
/// 64-bit integers.
inline constexpr std::uint32_t kLaneBits = 51;

/// Fills `value` and `raw` for the first `count` lanes. Both have room for two groups, and for `count` rounded up to
/// whole groups; so much of them may be written. `payload` is 64 bytes. RT-safe: yes.
using LaneKernel = void (*)(const LaneGroup* groups, std::uint32_t count, const std::uint8_t* payload, double* value,
                            std::uint64_t* raw) noexcept RT_NONBLOCKING;

}  // namespace tripline
