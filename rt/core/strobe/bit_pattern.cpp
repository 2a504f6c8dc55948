#include "rt/core/strobe/bit_pattern.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tripline {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

Error refused(std::string why) { return {ExitCode::kBadConfig, "strobe refused: " + std::move(why)}; }

Result<void> check_pulse(const StrobePlan& plan, std::size_t i, BitClock clock) {
  const auto& pulse = plan.pulses[i];
  const auto on = clock.tick_of(pulse.on);
  const auto off = clock.tick_of(pulse.off);
  const auto max_on = plan.bears[pulse.line].max_on;
  if (off <= on || (i > 0 && on <= clock.tick_of(plan.pulses[i - 1].off)))
    return refused(fmt::format("strobe.pulse_us[{}] or the gap before it is shorter than one bit at strobe.spi_hz {}",
                               i, clock.hz));
  if (max_on.count() > 0 && clock.time_of(off - on) > max_on)
    return refused(
        fmt::format("strobe.pulse_us[{}] becomes {} ns of whole bits at strobe.spi_hz {}, strobe.max_on_us "
                    "allows {}",
                    i, clock.time_of(off - on).count(), clock.hz, max_on / std::chrono::microseconds(1)));
  return {};
}

}  // namespace

std::int64_t BitClock::tick_of(nanoseconds at) const noexcept RT_NONBLOCKING {
  return (at.count() * hz + kSecond / 2) / kSecond;
}

nanoseconds BitClock::time_of(std::int64_t tick) const noexcept RT_NONBLOCKING {
  return nanoseconds((tick * kSecond + hz / 2) / hz);
}

std::size_t bytes_needed(const StrobePlan& plan, BitClock clock) noexcept RT_NONBLOCKING {
  return static_cast<std::size_t>((clock.tick_of(plan.length()) + 7) / 8 + 1);
}

Result<void> check_bits(const StrobePlan& plan, BitClock clock, std::size_t max_bytes) {
  for (const auto& pulse : plan.view())
    if (pulse.line != 0)
      return refused("strobe.lines: spidev has one line, MOSI; take the others away, or use strobe.output: gpiod");
  for (std::size_t i = 0; i < plan.count; ++i)
    if (auto fits = check_pulse(plan, i, clock); !fits) return fits.error();
  if (const auto bytes = bytes_needed(plan, clock); bytes > max_bytes)
    return refused(
        fmt::format("the pattern of {} us takes {} bytes at strobe.spi_hz {}, strobe.spi_max_bytes allows {}; "
                    "lower strobe.spi_hz, or raise it together with the kernel's own limit "
                    "(spidev.bufsiz={} on the kernel command line)",
                    plan.length() / std::chrono::microseconds(1), bytes, clock.hz, max_bytes, bytes));
  return {};
}

std::size_t encode_bits(const StrobePlan& plan, BitClock clock, std::span<std::uint8_t> into) noexcept RT_NONBLOCKING {
  const std::size_t bytes = std::min(bytes_needed(plan, clock), into.size());
  std::fill_n(into.begin(), bytes, std::uint8_t{0});
  for (const auto& pulse : plan.view())
    for (auto tick = clock.tick_of(pulse.on); tick < clock.tick_of(pulse.off); ++tick)
      if (const auto byte = static_cast<std::size_t>(tick / 8); byte + 1 < bytes)
        into[byte] = static_cast<std::uint8_t>(into[byte] | (0x80U >> (tick % 8)));
  return bytes;
}

}  // namespace tripline
