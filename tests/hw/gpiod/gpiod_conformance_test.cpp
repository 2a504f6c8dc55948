// A real line on the virtual rig: needs a gpio-sim chip with the label tripline-test, made in configfs.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "hw/gpiod/gpiod_line.hpp"
#include "tests/hw/conformance/digital_out_conformance.hpp"

namespace tripline {
namespace {

namespace fs = std::filesystem;

constexpr const char* kLabel = "tripline-test";
constexpr const char* kLine = "0";

// gpio-sim shows the level at the pin of line 0 as `value` in this directory; empty when there is no such chip.
fs::path pin_directory() {
  const auto found = find_line({kLabel, kLine});
  if (!found) return {};
  const GpiodHandle<gpiod_chip_info> info(gpiod_chip_get_info(found->chip.get()));
  const std::string chip = gpiod_chip_info_get_name(info.get());
  std::error_code error;
  for (const auto& device : fs::directory_iterator("/sys/devices/platform", error))
    if (fs::exists(device.path() / chip / "sim_gpio0", error)) return device.path() / chip / "sim_gpio0";
  return {};
}

class GpiodBench final : public DigitalOutBench {
 public:
  explicit GpiodBench(bool active_low) : active_low_(active_low), pin_(pin_directory()) {}

  Result<std::unique_ptr<DigitalOut>> open() override {
    auto line = GpiodLine::create({.where = {kLabel, kLine}, .active_low = active_low_});
    if (!line) return line.error();
    return std::unique_ptr<DigitalOut>(std::move(*line));
  }
  bool is_active() override {
    std::ifstream file(pin_ / "value");
    int level = -1;
    file >> level;
    EXPECT_GE(level, 0) << "cannot read " << pin_;
    return (level == 1) != active_low_;
  }

 private:
  bool active_low_;
  fs::path pin_;
};

DigitalOutUnderTest gpiod_line(const char* name, bool active_low) {
  return {name, [active_low] { return std::make_unique<GpiodBench>(active_low); }};
}

INSTANTIATE_TEST_SUITE_P(GpiodLine, DigitalOutConformance,
                         testing::Values(gpiod_line("high", false), gpiod_line("low", true)), digital_out_name);

TEST(GpiodLine, NamesWhoHoldsTheLine) {
  auto first = GpiodLine::create({.where = {kLabel, kLine}});
  if (!first) GTEST_SKIP() << first.error().message;
  const auto second = GpiodLine::create({.where = {kLabel, kLine}});
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ExitCode::kInUse);
  EXPECT_NE(second.error().message.find("held by 'tripline'"), std::string::npos) << second.error().message;
}

}  // namespace
}  // namespace tripline
