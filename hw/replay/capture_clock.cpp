#include "hw/replay/capture_clock.hpp"

namespace tripline {
namespace {

__extension__ using Wide = __int128;  // a fraction times a thousand million does not fit in 64 bits

constexpr Wide kSecond = 1'000'000'000;
constexpr Wide kLastSecond = INT64_MAX / 1'000'000'000 - 1;

}  // namespace

std::optional<CaptureClock> CaptureClock::of(std::uint8_t resolution) noexcept {
  const unsigned power = resolution & 0x7FU;
  const bool is_binary = (resolution & 0x80U) != 0;
  if (power > (is_binary ? 63U : 19U)) return std::nullopt;
  std::uint64_t ticks = 1;
  for (unsigned i = 0; i < power; ++i) ticks *= is_binary ? 2 : 10;
  return CaptureClock(ticks);
}

std::optional<nanoseconds> CaptureClock::time(std::uint64_t ticks, std::int64_t offset_seconds) const noexcept {
  const Wide seconds = Wide{ticks / ticks_per_second_} + offset_seconds;
  if (seconds < 0 || seconds > kLastSecond) return std::nullopt;
  const Wide fraction = Wide{ticks % ticks_per_second_} * kSecond / ticks_per_second_;
  return nanoseconds(static_cast<std::int64_t>(seconds * kSecond + fraction));
}

}  // namespace tripline
