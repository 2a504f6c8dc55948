// A real input on the virtual rig: its pin is pulled in sysfs, the edges come from the kernel. TRIPLINE_GPIO_INPUT is
// the offset of the line (4).
#include "hw/gpiod/gpiod_input.hpp"

#include "tests/hw/conformance/digital_in_conformance.hpp"
#include "tests/hw/gpiod/gpio_sim.hpp"

namespace tripline {
namespace {

std::string input_line() { return gpio_sim::from_environment("TRIPLINE_GPIO_INPUT", "4"); }

class GpiodInputBench final : public DigitalInBench {
 public:
  explicit GpiodInputBench(bool active_low) : active_low_(active_low), pins_(gpio_sim::pins_directory(input_line())) {}

  Result<std::unique_ptr<DigitalIn>> open(EdgeChoice edges) override {
    if (!pins_.empty()) pull(false);
    auto input = GpiodInput::create(
        {.where = {gpio_sim::chip_label(), input_line()}, .edges = edges, .active_low = active_low_});
    if (!input) return input.error();
    return std::unique_ptr<DigitalIn>(std::move(*input));
  }
  void pull(bool active) override { gpio_sim::pull(pins_, input_line(), active != active_low_); }

 private:
  bool active_low_;
  std::filesystem::path pins_;
};

DigitalInUnderTest gpiod_input(const char* name, bool active_low) {
  return {name, [active_low] { return std::make_unique<GpiodInputBench>(active_low); }};
}

INSTANTIATE_TEST_SUITE_P(GpiodInput, DigitalInConformance,
                         testing::Values(gpiod_input("high", false), gpiod_input("low", true)), digital_in_name);

TEST(GpiodInput, NamesWhoHoldsTheLine) {
  const auto first = GpiodInput::create({.where = {gpio_sim::chip_label(), input_line()}});
  if (!first) GTEST_SKIP() << first.error().message;
  const auto second = GpiodInput::create({.where = {gpio_sim::chip_label(), input_line()}});
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ExitCode::kInUse);
  EXPECT_NE(second.error().message.find("held by 'tripline-input'"), std::string::npos) << second.error().message;
}

}  // namespace
}  // namespace tripline
