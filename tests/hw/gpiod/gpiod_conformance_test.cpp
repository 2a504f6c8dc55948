// Real lines on the virtual rig: a gpio-sim chip made in configfs. TRIPLINE_GPIO_LINES are its lines that may be
// driven, by offset (0,1,2).
#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "hw/gpiod/gpiod_lines.hpp"
#include "tests/hw/conformance/digital_out_conformance.hpp"
#include "tests/hw/gpiod/gpio_sim.hpp"

namespace tripline {
namespace {

using gpio_sim::chip_label;

std::vector<GpiodLineChoice> choices(bool first_is_low) {
  std::vector<GpiodLineChoice> lines;
  std::istringstream list(gpio_sim::from_environment("TRIPLINE_GPIO_LINES", "0,1,2"));
  for (std::string line; std::getline(list, line, ',');) lines.push_back({line, lines.empty() && first_is_low});
  return lines;
}

class GpiodBench final : public DigitalOutBench {
 public:
  explicit GpiodBench(bool first_is_low)
      : lines_(choices(first_is_low)), pins_(gpio_sim::pins_directory(lines_.front().line)) {
    // A line that nobody holds goes where its resistor pulls it: on a board, to rest.
    for (const GpiodLineChoice& line : lines_)
      if (!pins_.empty()) gpio_sim::pull(pins_, line.line, line.active_low);
  }

  Result<std::unique_ptr<DigitalOut>> open() override {
    auto lines = GpiodLines::create({.chip = chip_label(), .lines = lines_});
    if (!lines) return lines.error();
    return std::unique_ptr<DigitalOut>(std::move(*lines));
  }
  LineMask active() override {
    LineMask mask = 0;
    for (std::size_t i = 0; i < lines_.size(); ++i)
      if (gpio_sim::level_of(pins_, lines_[i].line) != lines_[i].active_low) mask |= line_bit(i);
    return mask;
  }

 private:
  std::vector<GpiodLineChoice> lines_;
  std::filesystem::path pins_;
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
