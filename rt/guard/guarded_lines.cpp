#include "rt/guard/guarded_lines.hpp"

#include <time.h>

#include <array>

#include "hw/sim/shared_levels.hpp"
#include "hw/spidev/spidev_out.hpp"
#include "rt/base/limits.hpp"

namespace tripline {
namespace {

Result<void> rest_sim(const std::string& file) {
  auto levels = SharedLevels::create(file);
  if (!levels) return levels.error();
  (*levels)->set(0, MonoClock::now());
  return {};
}

// The controller ends by itself what the dead core had given it; opening the device waits for that and writes zeros.
Result<void> rest_spidev(const std::string& device) {
  const auto out = SpidevOut::create({.device = device});
  return out ? Result<void>() : out.error();
}

}  // namespace

std::string GuardedLines::text() const {
  if (!sim_file.empty()) return "the simulated lines of " + sim_file;
  if (!spi_device.empty()) return "MOSI of " + spi_device;
  std::string names;
  for (const auto& line : lines) names += (names.empty() ? "" : ", ") + line.name;
  return "GPIO line " + names;
}

Result<GuardedLines> parse_guarded_lines(std::span<const std::string> arguments) {
  GuardedLines lines;
  const Error usage{ExitCode::kUsage,
                    "lines: --sim FILE | --spidev DEVICE | --gpiod CHIP (--line NAME | --line-low NAME)…"};
  if (arguments.size() % 2 != 0) return usage;
  for (std::size_t i = 0; i + 1 < arguments.size(); i += 2) {
    const std::string& value = arguments[i + 1];
    if (arguments[i] == "--sim")
      lines.sim_file = value;
    else if (arguments[i] == "--spidev")
      lines.spi_device = value;
    else if (arguments[i] == "--gpiod")
      lines.chip = value;
    else if (arguments[i] == "--line" || arguments[i] == "--line-low")
      lines.lines.push_back({value, arguments[i] == "--line-low"});
    else
      return usage;
  }
  const int kinds = int{!lines.sim_file.empty()} + int{!lines.spi_device.empty()} + int{!lines.lines.empty()};
  return kinds == 1 ? Result<GuardedLines>(lines) : usage;
}

Result<void> put_to_rest(const GuardedLines& lines) {
  if (!lines.sim_file.empty()) return rest_sim(lines.sim_file);
  if (!lines.spi_device.empty()) return rest_spidev(lines.spi_device);
  return rest_gpiod(lines);
}

Result<void> put_to_rest_soon(const GuardedLines& lines) {
  constexpr timespec kPause{0, 500'000};
  const auto deadline = MonoClock::now() + limits::kGuardPatience;
  auto rested = put_to_rest(lines);
  while (!rested && rested.error().code == ExitCode::kInUse && MonoClock::now() < deadline) {
    ::nanosleep(&kPause, nullptr);
    rested = put_to_rest(lines);
  }
  return rested;
}

}  // namespace tripline
