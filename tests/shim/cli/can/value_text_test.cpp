// Values as text read back as the very same numbers, and are as short as can be.
#include "shim/cli/can/value_text.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <charconv>
#include <cstdlib>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "tests/shim/cli/can/captured.hpp"

namespace tripline {
namespace {

DbcSignal signal_of(double scale, double offset, bool is_signed = false) {
  DbcSignal signal;
  signal.name = "S";
  signal.length_bits = 48;
  signal.is_signed = is_signed;
  signal.scale = scale;
  signal.offset = offset;
  return signal;
}

DecodePlan plan_of(const DbcSignal& signal) {
  DbcFile file;
  file.messages.emplace_back();
  file.messages[0].signals = {signal};
  return DecodePlan::compile({&file, 1}).value();
}

std::string text_of(const ValueText& values, double value, std::uint64_t raw) {
  return test::captured([&](std::FILE* out) {
    OutputBuffer buffer(out);
    values.append(buffer, {0, value, raw});
    EXPECT_TRUE(buffer.flush());
  });
}

void expect_shortest(const std::string& text, double value) {
  EXPECT_EQ(std::strtod(text.c_str(), nullptr), value) << text;
  char shortest[64];
  const auto end = std::to_chars(shortest, shortest + sizeof shortest, value, std::chars_format::fixed).ptr;
  EXPECT_LE(text.size(), static_cast<std::size_t>(end - shortest)) << text;
}

TEST(ValueText, ReadsBackAsTheSameNumberAndIsAsShortAsCanBe) {
  std::mt19937_64 random(3);
  const double scales[] = {1, 0.25, 0.1, 0.01, -0.5, 1e-3, 0.015625, 7.62939453125e-06, 1e-7, 0.3048, 12};
  const double offsets[] = {0, -40, 0.3, 1000, -273.15};
  for (int round = 0; round < 100 && !testing::Test::HasFailure(); ++round) {
    const double scale = scales[random() % std::size(scales)];
    const double offset = offsets[random() % std::size(offsets)];
    const ValueText texts(plan_of(signal_of(scale, offset, random() % 2 == 0)));
    std::vector<double> values;
    std::istringstream lines(test::captured([&](std::FILE* out) {
      OutputBuffer buffer(out);
      for (int i = 0; i < 500; ++i) {
        const std::uint64_t raw = random() >> (16 + random() % 48);
        const double scaled = static_cast<double>(raw) * scale;
        values.push_back(scaled + offset);
        texts.append(buffer, {0, values.back(), raw});
        EXPECT_TRUE(buffer.end_line());
      }
      EXPECT_TRUE(buffer.flush());
    }));
    std::string text;
    for (const double value : values) {
      ASSERT_TRUE(std::getline(lines, text));
      expect_shortest(text, value);
    }
  }
}

TEST(ValueText, WritesDecimalsAsPeopleDo) {
  const ValueText values(plan_of(signal_of(0.1, 0)));
  EXPECT_EQ(text_of(values, 0.1, 1), "0.1");
  EXPECT_EQ(text_of(values, -12.5, 0), "-12.5");
  EXPECT_EQ(text_of(values, 1e6, 10'000'000), "1000000");
  EXPECT_EQ(text_of(values, 3 * 0.1, 3), "0.30000000000000004");
  EXPECT_EQ(text_of(values, -0.0, 0), "-0");
}

TEST(ValueText, KeepsEveryDigitOfIntegers) {
  const ValueText values(plan_of(signal_of(1024, 3)));
  EXPECT_EQ(text_of(values, 0, (std::uint64_t{1} << 53) + 1), "9223372036854776835");
  const ValueText negative(plan_of(signal_of(2, 0, true)));
  EXPECT_EQ(text_of(negative, 0, static_cast<std::uint64_t>(-5)), "-10");
}

TEST(ValueText, HasNoTextForWhatIsNoNumber) {
  DbcSignal signal = signal_of(1, 0);
  signal.length_bits = 32;
  signal.value_type = DbcValueType::kFloat;
  const ValueText values(plan_of(signal));
  EXPECT_EQ(text_of(values, std::bit_cast<double>(std::uint64_t{0x7FF8000000000000}), 0), "");
  EXPECT_EQ(text_of(values, 0.5, 0), "0.5");
}

}  // namespace
}  // namespace tripline
