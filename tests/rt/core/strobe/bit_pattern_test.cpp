// A plan as bits: read back as edges, they are the plan to within half a bit.
#include "rt/core/strobe/bit_pattern.hpp"

#include <gtest/gtest.h>

#include "rt/core/strobe/strobe_pattern.hpp"
#include "tests/rt/core/strobe/edges_of_bits.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

StrobePlan plan_of(const StrobePattern& pattern, const StrobeLimits& bounds = {}) {
  auto plan = make_strobe_plan(pattern, bounds);
  RT_CHECK(plan.has_value());
  return *plan;
}

const StrobePattern kNine{{17, 17, 17, 17, 17, 17, 17, 17, 17}, {700, 1800, 3000, 2200, 3000, 7100, 4000, 4000}};

std::string refusal(const StrobePlan& plan, BitClock clock, std::size_t max_bytes = 4096) {
  const auto checked = check_bits(plan, clock, max_bytes);
  return checked ? "accepted" : checked.error().message;
}

TEST(BitPattern, IsThePlanToWithinHalfABitAtAnyRate) {
  const StrobePlan plan = plan_of(kNine);
  for (const std::uint32_t hz : {123'457U, 250'000U, 999'983U, 1'000'000U, 1'250'000U}) {
    ASSERT_EQ(refusal(plan, {hz}), "accepted") << hz;
    std::vector<std::uint8_t> bits(4096, 0xff);
    bits.resize(encode_bits(plan, {hz}, bits));
    const auto ticks = edges_of_bits(bits);
    ASSERT_EQ(ticks.size(), plan.edge_count) << hz;
    for (std::size_t i = 0; i < ticks.size(); ++i) {
      const double ns = static_cast<double>(ticks[i]) * 1e9 / hz;
      EXPECT_NEAR(ns, static_cast<double>(plan.edges[i].at.count()), 0.5e9 / hz + 1) << "edge " << i << " at " << hz;
    }
  }
}

TEST(BitPattern, LeavesTheLineInactiveBehindIt) {
  for (std::uint32_t width = 1; width <= 33; ++width) {
    std::vector<std::uint8_t> bits(64, 0xff);
    bits.resize(encode_bits(plan_of({{width}, {}}), {1'000'000}, bits));
    EXPECT_EQ(bits.back(), 0) << width;
    EXPECT_EQ(edges_of_bits(bits), (std::vector<std::int64_t>{0, width}));
  }
}

TEST(BitPattern, RefusesWhatItCannotRepresent) {
  EXPECT_NE(refusal(plan_of({{20}, {}, 0, {LinePattern{}}}), {1'000'000}).find("spidev has one line"),
            std::string::npos);
  EXPECT_NE(refusal(plan_of({{17}, {}}), {10'000}).find("shorter than one bit"), std::string::npos);
  EXPECT_NE(refusal(plan_of({{100, 100}, {10}}), {10'000}).find("strobe.pulse_us[1]"), std::string::npos);
  EXPECT_NE(refusal(plan_of({{17}, {}}, {17us, 0, 0ns, false}), {50'000}).find("becomes 20000 ns of whole bits"),
            std::string::npos);
}

TEST(BitPattern, SaysHowToRaiseTheSizeOfATransfer) {
  EXPECT_EQ(refusal(plan_of(kNine), {1'000'000}), "accepted") << "25.9 ms at 1 MHz are 3.2 kB";
  const auto text = refusal(plan_of(kNine), {2'000'000});
  EXPECT_NE(text.find("takes 6490 bytes at strobe.spi_hz 2000000, strobe.spi_max_bytes allows 4096"), std::string::npos)
      << text;
  EXPECT_NE(text.find("spidev.bufsiz=6490"), std::string::npos) << text;
}

}  // namespace
}  // namespace tripline
