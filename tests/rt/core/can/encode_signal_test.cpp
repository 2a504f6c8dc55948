// What is encoded is decoded again, whatever the layout; and what a signal cannot hold is refused.
#include "rt/core/can/encode_signal.hpp"

#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <random>

#include "rt/core/can/decode_plan.hpp"
#include "rt/core/can/half_float.hpp"

namespace tripline {
namespace {

DbcSignal random_signal(std::mt19937_64& random) {
  const auto below = [&](std::uint32_t limit) { return static_cast<std::uint32_t>(random() % limit); };
  DbcSignal signal;
  signal.name = "S";
  signal.big_endian = below(2) == 0;
  signal.is_signed = below(2) == 0;
  signal.length_bits = 1 + below(64);
  const std::uint32_t kind = below(9);
  if (kind == 0) signal.value_type = DbcValueType::kFloat, signal.length_bits = 32;
  if (kind == 1) signal.value_type = DbcValueType::kDouble, signal.length_bits = 64;
  if (kind == 2) signal.value_type = DbcValueType::kHalf, signal.length_bits = 16;
  const std::uint32_t first = below(513 - signal.length_bits);
  signal.start_bit = signal.big_endian ? first / 8 * 8 + (7 - first % 8) : first;
  constexpr std::array kScales{1.0, 0.1, -0.5, 1e-3, 3.0, -1.0, 0.015625};
  constexpr std::array kOffsets{0.0, -40.0, 0.3, 1e3};
  signal.scale = kScales[below(kScales.size())];
  signal.offset = kOffsets[below(kOffsets.size())];
  return signal;
}

/// A plan of one message with this one signal.
struct Decoder {
  explicit Decoder(const DbcSignal& signal) {
    DbcFile file;
    file.messages.emplace_back();
    file.messages[0].id = CanId(1);
    file.messages[0].signals = {signal};
    plan = DecodePlan::compile({&file, 1}).value();
    room = plan.make_room();
  }
  DecodedValue decode(const CanFrame& frame) { return plan.decode(frame, room)[0]; }

  DecodePlan plan;
  DecodeRoom room;
};

CanFrame random_frame(std::mt19937_64& random) {
  CanFrame frame;
  frame.id = 1;
  frame.length = 64;
  for (std::uint8_t& byte : frame.data) byte = static_cast<std::uint8_t>(random());
  return frame;
}

std::uint64_t cut(const DbcSignal& signal, std::uint64_t raw) {
  return raw & ~std::uint64_t{0} >> (64 - signal.length_bits);
}

TEST(EncodeSignal, PutsBitsWhereThePlanReadsThemAndNowhereElse) {
  std::mt19937_64 random(11);
  for (int round = 0; round < 20'000 && !::testing::Test::HasFailure(); ++round) {
    const DbcSignal signal = random_signal(random);
    const SignalBits bits = signal_bits(signal);
    const CanFrame before = random_frame(random);
    CanFrame after = before;
    const std::uint64_t raw = cut(signal, random());
    put_bits(bits, raw, after.data.data());
    EXPECT_EQ(bits.lift(after.data.data()), raw) << "round " << round;
    put_bits(bits, bits.lift(before.data.data()), after.data.data());
    EXPECT_EQ(after.data, before.data) << "round " << round;
  }
}

TEST(EncodeSignal, GivesBackTheBitsOfEveryDecodedValue) {
  std::mt19937_64 random(12);
  for (int round = 0; round < 4'000 && !::testing::Test::HasFailure(); ++round) {
    const DbcSignal signal = random_signal(random);
    const CanFrame frame = random_frame(random);
    const DecodedValue decoded = Decoder(signal).decode(frame);
    const auto raw = encode_value(signal, decoded.value);
    const bool is_lossless = signal.value_type == DbcValueType::kInteger && signal.length_bits <= 40;
    const bool is_plain = signal.value_type != DbcValueType::kInteger && signal.scale == 1 && signal.offset == 0;
    if (!is_lossless && !is_plain) continue;
    ASSERT_TRUE(raw) << raw.error().message;
    EXPECT_EQ(*raw, cut(signal, decoded.raw)) << "round " << round;
  }
}

TEST(EncodeSignal, HitsAnyValueInRangeToHalfAStep) {
  std::mt19937_64 random(13);
  for (int round = 0; round < 4'000 && !::testing::Test::HasFailure(); ++round) {
    const DbcSignal signal = random_signal(random);
    if (signal.value_type != DbcValueType::kInteger) continue;
    CanFrame frame = random_frame(random);
    Decoder decoder(signal);
    const double low = decoder.decode(frame).value;
    put_bits(signal_bits(signal), cut(signal, random()), frame.data.data());
    const double high = decoder.decode(frame).value;
    const double wanted = std::uniform_real_distribution<double>(0, 1)(random) * (high - low) + low;
    const auto raw = encode_value(signal, wanted);
    ASSERT_TRUE(raw) << raw.error().message;
    put_bits(signal_bits(signal), *raw, frame.data.data());
    const double rounding = 4 * std::numeric_limits<double>::epsilon() * (std::fabs(wanted) + std::fabs(signal.offset));
    EXPECT_LE(std::fabs(decoder.decode(frame).value - wanted), std::fabs(signal.scale) / 2 + rounding)
        << "round " << round;
  }
}

DbcSignal byte_signal() {
  DbcSignal signal;
  signal.name = "Gear";
  signal.length_bits = 8;
  return signal;
}

TEST(EncodeSignal, NamesTheRangeOfWhatDoesNotFit) {
  DbcSignal signal = byte_signal();
  signal.scale = -0.5;
  signal.offset = 10;
  EXPECT_EQ(*encode_value(signal, 10), 0U);
  EXPECT_EQ(*encode_value(signal, -117.5), 255U);
  const auto refused = encode_value(signal, 11);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ExitCode::kUsage);
  EXPECT_EQ(refused.error().message, "'Gear' cannot be 11; it holds -117.5 to 10 in steps of 0.5");
  EXPECT_FALSE(encode_value(signal, std::nan("")));
}

TEST(EncodeSignal, ReachesBothEndsOfSixtyFourBits) {
  DbcSignal signal = byte_signal();
  signal.length_bits = 64;
  EXPECT_EQ(*encode_value(signal, 0x1p64), UINT64_MAX);  // the double that UINT64_MAX is decoded to
  EXPECT_FALSE(encode_value(signal, -1));
  EXPECT_EQ(*encode_text(signal, "18446744073709551615"), UINT64_MAX);
  EXPECT_EQ(*encode_text(signal, "0xFFFFFFFFFFFFFFFE"), UINT64_MAX - 1);
  EXPECT_EQ(*encode_text(signal, "9007199254740993"), 9'007'199'254'740'993U);
  signal.is_signed = true;
  EXPECT_EQ(*encode_value(signal, 0x1p63), static_cast<std::uint64_t>(INT64_MAX));
  EXPECT_EQ(*encode_text(signal, "-9223372036854775808"), std::uint64_t{1} << 63);
  EXPECT_FALSE(encode_text(signal, "18446744073709551615"));
}

TEST(EncodeSignal, KeepsWhatFloatsHoldAndRefusesWhatTheyDoNot) {
  DbcSignal signal = byte_signal();
  signal.length_bits = 32;
  signal.value_type = DbcValueType::kFloat;
  EXPECT_EQ(*encode_value(signal, 0.1), std::bit_cast<std::uint32_t>(0.1F));
  EXPECT_EQ(*encode_value(signal, -0.0), 0x80000000U);
  EXPECT_EQ(*encode_text(signal, "inf"), std::bit_cast<std::uint32_t>(std::numeric_limits<float>::infinity()));
  EXPECT_FALSE(encode_value(signal, 1e39));
}

TEST(EncodeSignal, HasEveryHalfFloatThereIs) {
  DbcSignal signal = byte_signal();
  signal.length_bits = 16;
  signal.value_type = DbcValueType::kHalf;
  for (std::uint64_t bits = 0; bits < 0x10000; ++bits) {
    const double value = half_to_double(bits);
    if (std::isnan(value)) continue;
    ASSERT_EQ(*encode_value(signal, value), bits);
  }
  EXPECT_EQ(*encode_value(signal, 1 + 0x1p-11), 0x3C00U) << "a tie goes to the even one";
  EXPECT_EQ(*encode_value(signal, 2 - 0x1p-12), 0x4000U) << "up into the next exponent";
  EXPECT_EQ(*encode_value(signal, 65519), 0x7BFFU);
  EXPECT_FALSE(encode_value(signal, 65520));
  EXPECT_TRUE(std::isnan(half_to_double(*encode_value(signal, std::nan("")))));
}

TEST(EncodeSignal, TakesChoicesByNameAndNumbersInAnyForm) {
  DbcSignal signal = byte_signal();
  signal.is_signed = true;
  signal.choices = {{-1, "Reverse"}, {3, "Third"}};
  EXPECT_EQ(*encode_text(signal, "Third"), 3U);
  EXPECT_EQ(*encode_text(signal, "Reverse"), 0xFFU);
  EXPECT_EQ(*encode_text(signal, "1e1"), 10U);
  EXPECT_EQ(*encode_text(signal, "0x7F"), 0x7FU);
  for (const char* text : {"", "Fourth", "3 ", "3x", "128", "0x80"}) {
    const auto refused = encode_text(signal, text);
    ASSERT_FALSE(refused) << text;
    EXPECT_NE(refused.error().message.find("Reverse, Third"), std::string::npos) << refused.error().message;
  }
}

TEST(EncodeSignal, KnowsThatWithoutAStepThereIsOneValue) {
  DbcSignal signal = byte_signal();
  signal.scale = 0;
  signal.offset = 5;
  EXPECT_EQ(*encode_value(signal, 5), 0U);
  EXPECT_FALSE(encode_value(signal, 6));
}

}  // namespace
}  // namespace tripline
