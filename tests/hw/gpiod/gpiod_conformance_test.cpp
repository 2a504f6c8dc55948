// Real lines on the virtual rig: a gpio-sim chip made in configfs. TRIPLINE_GPIO_CHIP is its label (tripline-test) and
// TRIPLINE_GPIO_LINES its lines that may be driven, by offset (0,1,2).
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "hw/gpiod/gpiod_lines.hpp"
#include "tests/hw/conformance/digital_out_conformance.hpp"

namespace tripline {
namespace {

namespace fs = std::filesystem;

std::string from_environment(const char* name, const char* otherwise) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : otherwise;
}

std::string chip_label() { return from_environment("TRIPLINE_GPIO_CHIP", "tripline-test"); }

std::vector<GpiodLineChoice> choices(bool first_is_low) {
  std::vector<GpiodLineChoice> lines;
  std::istringstream list(from_environment("TRIPLINE_GPIO_LINES", "0,1,2"));
  for (std::string line; std::getline(list, line, ',');) lines.push_back({line, lines.empty() && first_is_low});
  return lines;
}

// gpio-sim shows the level at the pin of line N as `sim_gpioN/value` in this directory; empty when there is no such
// chip.
fs::path pins_directory(const std::string& line) {
  const auto found = find_line({chip_label(), line});
  if (!found) return {};
  const GpiodHandle<gpiod_chip_info> info(gpiod_chip_get_info(found->chip.get()));
  const std::string chip = gpiod_chip_info_get_name(info.get());
  std::error_code error;
  for (const auto& device : fs::directory_iterator("/sys/devices/platform", error))
    if (fs::exists(device.path() / chip / ("sim_gpio" + line), error)) return device.path() / chip;
  return {};
}

class GpiodBench final : public DigitalOutBench {
 public:
  explicit GpiodBench(bool first_is_low) : lines_(choices(first_is_low)), pins_(pins_directory(lines_.front().line)) {}

  Result<std::unique_ptr<DigitalOut>> open() override {
    auto lines = GpiodLines::create({.chip = chip_label(), .lines = lines_});
    if (!lines) return lines.error();
    return std::unique_ptr<DigitalOut>(std::move(*lines));
  }
  LineMask active() override {
    LineMask mask = 0;
    for (std::size_t i = 0; i < lines_.size(); ++i)
      if (level_of(lines_[i].line) != lines_[i].active_low) mask |= line_bit(i);
    return mask;
  }

 private:
  bool level_of(const std::string& line) const {
    const fs::path pin = pins_ / ("sim_gpio" + line) / "value";
    std::ifstream file(pin);
    int level = -1;
    file >> level;
    EXPECT_GE(level, 0) << "cannot read " << pin;
    return level == 1;
  }

  std::vector<GpiodLineChoice> lines_;
  fs::path pins_;
};

DigitalOutUnderTest gpiod_lines(const char* name, bool first_is_low) {
  return {name, [first_is_low] { return std::make_unique<GpiodBench>(first_is_low); }};
}

INSTANTIATE_TEST_SUITE_P(GpiodLines, DigitalOutConformance,
                         testing::Values(gpiod_lines("high", false), gpiod_lines("firstlow", true)), digital_out_name);

TEST(GpiodLines, NamesWhoHoldsTheLine) {
  const auto first = GpiodLines::create({.chip = chip_label(), .lines = {choices(false).back()}});
  if (!first) GTEST_SKIP() << first.error().message;
  const auto second = GpiodLines::create({.chip = chip_label(), .lines = choices(false)});
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ExitCode::kInUse);
  EXPECT_NE(second.error().message.find("'" + choices(false).back().line + "'"), std::string::npos)
      << second.error().message;
  EXPECT_NE(second.error().message.find("held by 'tripline'"), std::string::npos) << second.error().message;
}

TEST(GpiodLines, RefusesALineThatIsNamedTwice) {
  const GpiodLineChoice line = choices(false).front();
  const auto lines = GpiodLines::create({.chip = chip_label(), .lines = {line, line}});
  ASSERT_FALSE(lines);
  if (lines.error().code == ExitCode::kNoDevice) GTEST_SKIP() << lines.error().message;
  EXPECT_EQ(lines.error().code, ExitCode::kBadConfig);
}

}  // namespace
}  // namespace tripline
