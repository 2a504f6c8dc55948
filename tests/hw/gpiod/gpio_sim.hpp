// The chip of gpio-sim that the virtual rig has for tests: where its pins are, what stands at them, and pulling at one.
// TRIPLINE_GPIO_CHIP is its label (tripline-test).
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "hw/gpiod/line_finder.hpp"

namespace tripline::gpio_sim {

inline std::string from_environment(const char* name, const char* otherwise) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : otherwise;
}

inline std::string chip_label() { return from_environment("TRIPLINE_GPIO_CHIP", "tripline-test"); }

/// Line N is `sim_gpioN` in this directory; empty when there is no such chip.
inline std::filesystem::path pins_directory(const std::string& line) {
  namespace fs = std::filesystem;
  const auto found = find_line({chip_label(), line});
  if (!found) return {};
  const GpiodHandle<gpiod_chip_info> info(gpiod_chip_get_info(found->chip.get()));
  const std::string chip = gpiod_chip_info_get_name(info.get());
  std::error_code error;
  for (const auto& device : fs::directory_iterator("/sys/devices/platform", error))
    if (fs::exists(device.path() / chip / ("sim_gpio" + line), error)) return device.path() / chip;
  return {};
}

inline bool level_of(const std::filesystem::path& pins, const std::string& line) {
  const auto pin = pins / ("sim_gpio" + line) / "value";
  std::ifstream file(pin);
  int level = -1;
  file >> level;
  EXPECT_GE(level, 0) << "cannot read " << pin;
  return level == 1;
}

inline void pull(const std::filesystem::path& pins, const std::string& line, bool up) {
  const auto pin = pins / ("sim_gpio" + line) / "pull";
  std::ofstream file(pin);
  file << (up ? "pull-up" : "pull-down") << std::flush;
  EXPECT_TRUE(file) << "cannot write " << pin;
}

}  // namespace tripline::gpio_sim
