// The decoder against a second one that reads bit by bit, and what a plan makes of odd files and frames.
#include "rt/core/can/decode_plan.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <map>
#include <random>

#include "rt/core/can/dbc_parser.hpp"
#include "tests/rt/core/can/bitwise_decoder.hpp"

namespace tripline {
namespace {

std::uint64_t bits_of(double value) { return std::bit_cast<std::uint64_t>(value); }

CanFrame frame_of(CanId id, std::vector<std::uint8_t> payload) {
  CanFrame frame;
  frame.id = id.value;
  if (id.extended) frame.flags = kCanExtended;
  frame.length = static_cast<std::uint8_t>(payload.size());
  std::copy(payload.begin(), payload.end(), frame.data.begin());
  return frame;
}

/// A plan of one DBC text, and its values of one frame by name.
struct Bench {
  explicit Bench(const std::string& text) : file(parse_dbc(text, "bench.dbc")) {
    plan = DecodePlan::compile({&file, 1}).value();
    room = plan.make_room();
  }

  std::vector<std::string> names(const CanFrame& frame) {
    result = plan.decode(frame, room);
    std::vector<std::string> found;
    for (std::size_t i = 0; i < result.count; ++i) found.push_back(plan.signals()[result.signal[i]].signal_name);
    return found;
  }

  DbcFile file;
  DecodePlan plan;
  DecodeRoom room;
  DecodedFrame result;
};

using Names = std::vector<std::string>;

/// Some layout inside 64 bytes; every seventh a float, every eighth a double, some halves.
DbcSignal random_signal(std::mt19937& random) {
  const auto below = [&](std::uint32_t limit) { return static_cast<std::uint32_t>(random() % limit); };
  DbcSignal signal;
  signal.name = "S" + std::to_string(below(1'000'000));
  signal.big_endian = below(2) == 0;
  signal.is_signed = below(2) == 0;
  signal.length_bits = 1 + below(64);
  const std::uint32_t kind = below(56);
  if (kind % 7 == 0) {
    signal.value_type = DbcValueType::kFloat;
    signal.length_bits = 32;
  } else if (kind % 8 == 0) {
    signal.value_type = DbcValueType::kDouble;
    signal.length_bits = 64;
  } else if (kind % 11 == 0) {
    signal.value_type = DbcValueType::kHalf;
    signal.length_bits = 16;
  }
  const std::uint32_t first = below(513 - signal.length_bits);
  signal.start_bit = signal.big_endian ? first / 8 * 8 + (7 - first % 8) : first;
  const double scales[] = {1, 0.1, -0.5, 1e-7, 3, -1, 0.015625};
  const double offsets[] = {0, -40, 0.3, 1e9};
  signal.scale = scales[below(7)];
  signal.offset = offsets[below(4)];
  return signal;
}

class EveryKernel : public ::testing::TestWithParam<DecodeKernel> {};

std::string name_of(const ::testing::TestParamInfo<DecodeKernel>& info) { return std::string(info.param.name); }

INSTANTIATE_TEST_SUITE_P(DecodePlan, EveryKernel, ::testing::ValuesIn(decode_kernels()), name_of);

void expect_bitwise(const DbcMessage& message, const std::vector<std::uint8_t>& payload, const DecodedFrame& decoded) {
  std::size_t next = 0;
  for (const DbcSignal& signal : message.signals) {
    const auto expected = test::decode_bitwise(signal, payload);
    if (!expected) continue;
    ASSERT_LT(next, decoded.count);
    EXPECT_EQ(decoded.raw[next], expected->raw) << signal.name;
    if (std::isnan(expected->value))
      EXPECT_TRUE(std::isnan(decoded.value[next])) << signal.name;
    else
      EXPECT_EQ(bits_of(decoded.value[next]), bits_of(expected->value)) << signal.name;
    ++next;
  }
  EXPECT_EQ(next, decoded.count);
}

TEST_P(EveryKernel, AgreesWithABitwiseReadingOfRandomLayouts) {
  std::mt19937 random(7);
  for (int round = 0; round < 400 && !HasFailure(); ++round) {
    DbcFile file;
    file.messages.emplace_back();
    DbcMessage& message = file.messages[0];
    message.id = CanId(0x123);
    const std::size_t count = 1 + random() % 20;
    for (std::size_t i = 0; i < count; ++i) message.signals.push_back(random_signal(random));
    const DecodePlan plan = DecodePlan::compile({&file, 1}, GetParam()).value();
    DecodeRoom room = plan.make_room();

    std::vector<std::uint8_t> payload(round % 2 == 0 ? 64 : random() % 65);
    for (std::uint8_t& byte : payload) byte = static_cast<std::uint8_t>(random());
    SCOPED_TRACE("round " + std::to_string(round));
    const DecodedFrame decoded = plan.decode(frame_of(message.id, payload), room);
    ASSERT_TRUE(decoded.known());
    expect_bitwise(message, payload, decoded);
  }
}

/// A third of the signals select among those behind them, by ranges that overlap.
DbcMessage random_multiplexed(std::mt19937& random) {
  DbcMessage message;
  message.id = CanId(0x123);
  for (int i = 0; i < 24; ++i) {
    DbcSignal signal = random_signal(random);
    signal.name += "_" + std::to_string(i);
    signal.is_multiplexer = signal.value_type == DbcValueType::kInteger && random() % 3 == 0;
    if (signal.is_multiplexer) {
      signal.length_bits = static_cast<std::uint32_t>(1 + random() % 4);
      signal.start_bit = static_cast<std::uint32_t>(random() % 60 * 8 + 3);
    }
    std::vector<int> above{-1};
    for (int up = 0; up < i; ++up)
      if (message.signals[static_cast<std::size_t>(up)].is_multiplexer) above.push_back(up);
    signal.multiplexer = above[random() % above.size()];
    for (int range = 0; signal.multiplexer >= 0 && range < 2; ++range) {
      const auto first = static_cast<std::int64_t>(random() % 20) - 8;
      signal.selectors.push_back({first, first + static_cast<std::int64_t>(random() % 6)});
    }
    message.signals.push_back(signal);
  }
  return message;
}

TEST_P(EveryKernel, AgreesWithABitwiseReadingOfNestedMultiplexers) {
  std::mt19937 random(9);
  for (int round = 0; round < 120 && !HasFailure(); ++round) {
    DbcFile file;
    file.messages.push_back(random_multiplexed(random));
    const DbcMessage& message = file.messages[0];
    const DecodePlan plan = DecodePlan::compile({&file, 1}, GetParam()).value();
    DecodeRoom room = plan.make_room();
    std::vector<std::uint8_t> payload(round % 3 == 0 ? random() % 65 : 64);
    for (std::uint8_t& byte : payload) byte = static_cast<std::uint8_t>(random());

    std::map<std::string, std::uint64_t> expected, got;
    for (const DbcSignal& signal : message.signals)
      if (const auto value = test::decode_bitwise(signal, payload);
          value && test::is_selected_bitwise(message, signal, payload))
        expected[signal.name] = bits_of(value->value);
    const DecodedFrame decoded = plan.decode(frame_of(message.id, payload), room);
    for (std::size_t i = 0; i < decoded.count; ++i)
      got[plan.signals()[decoded.signal[i]].signal_name] = bits_of(decoded.value[i]);
    EXPECT_EQ(got, expected) << "round " << round;
  }
}

#if defined(__aarch64__)
// EveryKernel compares what decode_kernels() lists; what is missing there nobody would miss.
TEST(DecodePlan, RunsOnNeonOnEveryArm64) {
  EXPECT_EQ(decode_kernels().back().name, "neon");
  EXPECT_EQ(DecodePlan::compile({}).value().kernel(), "neon");
}
#endif

TEST(DecodePlan, TellsExtendedFromStandardIds) {
  Bench bench(
      "BO_ 291 A: 1 X\n SG_ Standard : 0|8@1+ (1,0) [0|1] \"\" X\n"
      "BO_ 2147483939 B: 1 X\n SG_ Extended : 0|8@1+ (1,0) [0|1] \"\" X\n");
  EXPECT_EQ(bench.names(frame_of(CanId(291), {1})), Names{"Standard"});
  EXPECT_EQ(bench.names(frame_of(CanId(291, true), {1})), Names{"Extended"});
  EXPECT_TRUE(bench.names(frame_of(CanId(292), {1})).empty());
  EXPECT_FALSE(bench.result.known());
}

TEST(DecodePlan, LeavesRemoteAndErrorFramesAlone) {
  Bench bench("BO_ 1 A: 1 X\n SG_ S : 0|8@1+ (1,0) [0|1] \"\" X\n");
  for (const std::uint8_t flag : {kCanRemote, kCanErrorFrame}) {
    CanFrame frame = frame_of(CanId(1), {1});
    frame.flags |= flag;
    EXPECT_TRUE(bench.names(frame).empty());
    EXPECT_FALSE(bench.result.known());
  }
}

TEST(DecodePlan, DecodesWhatFitsInAShortPayload) {
  Bench bench(
      "BO_ 1 A: 4 X\n SG_ Last : 31|8@0+ (1,0) [0|1] \"\" X\n SG_ First : 0|8@1+ (1,0) [0|1] \"\" X\n"
      " SG_ Across : 4|8@1+ (1,0) [0|1] \"\" X\n");
  EXPECT_EQ(bench.names(frame_of(CanId(1), {1})), Names{"First"});
  EXPECT_EQ(bench.names(frame_of(CanId(1), {1, 2})), (Names{"First", "Across"}));
  EXPECT_TRUE(bench.names(frame_of(CanId(1), {})).empty());
  EXPECT_TRUE(bench.result.known());
}

const char kNested[] =
    "BO_ 1 A: 4 X\n SG_ Leaf m1 : 24|8@1+ (1,0) [0|1] \"\" X\n SG_ Inner m2M : 8|8@1+ (1,0) [0|1] \"\" X\n"
    " SG_ Mode M : 0|8@1- (1,0) [0|1] \"\" X\n SG_ Plain : 16|8@1+ (1,0) [0|1] \"\" X\n"
    "SG_MUL_VAL_ 1 Leaf Inner 3-5, 9-9;\n";

TEST(DecodePlan, FollowsNestedMultiplexersInAnyOrderOfTheFile) {
  Bench bench(kNested);
  EXPECT_EQ(bench.names(frame_of(CanId(1), {2, 4, 0, 0})), (Names{"Mode", "Plain", "Inner", "Leaf"}));
  EXPECT_FALSE(bench.result.unlisted_selector);
  EXPECT_EQ(bench.names(frame_of(CanId(1), {2, 9, 0, 0})), (Names{"Mode", "Plain", "Inner", "Leaf"}));
}

TEST(DecodePlan, CarriesTheCommonSignalsOfAnUnlistedSelector) {
  Bench bench(kNested);
  EXPECT_EQ(bench.names(frame_of(CanId(1), {1, 4, 0, 0})), (Names{"Mode", "Plain"}));
  EXPECT_TRUE(bench.result.unlisted_selector);
  EXPECT_EQ(bench.names(frame_of(CanId(1), {2, 6, 0, 0})), (Names{"Mode", "Plain", "Inner"}));
  EXPECT_TRUE(bench.result.unlisted_selector);
}

TEST(DecodePlan, SelectsNothingByAMultiplexerBeyondThePayload) {
  Bench bench("BO_ 1 A: 4 X\n SG_ Mode M : 24|8@1+ (1,0) [0|1] \"\" X\n SG_ Leaf m0 : 0|8@1+ (1,0) [0|1] \"\" X\n");
  EXPECT_TRUE(bench.names(frame_of(CanId(1), {1, 2})).empty());
  EXPECT_FALSE(bench.result.unlisted_selector);
}

TEST(DecodePlan, FollowsMultiplexersBesideEachOther) {
  Bench bench(
      "BO_ 1 A: 4 X\n SG_ Left M : 0|8@1+ (1,0) [0|1] \"\" X\n SG_ Right M : 8|8@1+ (1,0) [0|1] \"\" X\n"
      " SG_ LeftOne m1 : 16|8@1+ (1,0) [0|1] \"\" X\n SG_ RightTwo m2 : 24|8@1+ (1,0) [0|1] \"\" X\n"
      "SG_MUL_VAL_ 1 LeftOne Left 1-1;\nSG_MUL_VAL_ 1 RightTwo Right 2-2;\n");
  EXPECT_EQ(bench.names(frame_of(CanId(1), {1, 2, 0, 0})), (Names{"Left", "Right", "LeftOne", "RightTwo"}));
  EXPECT_FALSE(bench.result.unlisted_selector);
  EXPECT_EQ(bench.names(frame_of(CanId(1), {0, 2, 0, 0})), (Names{"Left", "Right", "RightTwo"}));
  EXPECT_TRUE(bench.result.unlisted_selector);
}

TEST(DecodePlan, FollowsManyMultiplexersBelowOneValue) {
  std::string text = "BO_ 1 A: 64 X\n SG_ Top M : 0|8@1+ (1,0) [0|1] \"\" X\n";
  std::string ranges;
  for (int i = 0; i < 20; ++i) {  // as combinations these would be 2^20
    const std::string n = std::to_string(i);
    text += " SG_ Mux" + n + " m0M : " + std::to_string(8 + i) + "|1@1+ (1,0) [0|1] \"\" X\n SG_ Leaf" + n +
            " m0 : 64|8@1+ (1,0) [0|1] \"\" X\n";
    ranges += "SG_MUL_VAL_ 1 Mux" + n + " Top 0-0;\nSG_MUL_VAL_ 1 Leaf" + n + " Mux" + n + " 0-0;\n";
  }
  Bench bench(text + ranges);
  EXPECT_EQ(bench.names(frame_of(CanId(1), std::vector<std::uint8_t>(64))).size(), 41U);
  EXPECT_FALSE(bench.result.unlisted_selector);
  EXPECT_EQ(bench.names(frame_of(CanId(1), {7})), Names{"Top"});
  EXPECT_TRUE(bench.result.unlisted_selector);
}

TEST(DecodePlan, SurvivesMultiplexersThatSelectEachOther) {
  Bench bench(
      "BO_ 1 A: 2 X\n SG_ A m0M : 0|8@1+ (1,0) [0|1] \"\" X\n SG_ B m0M : 8|8@1+ (1,0) [0|1] \"\" X\n"
      "SG_MUL_VAL_ 1 A B 0-0;\nSG_MUL_VAL_ 1 B A 0-0;\n");
  EXPECT_TRUE(bench.names(frame_of(CanId(1), {0, 0})).empty());
}

TEST(DecodePlan, MatchesJ1939ByParameterGroupWhoeverSends) {
  const std::string format =
      "BA_DEF_ BO_ \"VFrameFormat\" ENUM \"StandardCAN\",\"ExtendedCAN\",\"reserved\",\"J1939PG\";\n"
      "BA_DEF_DEF_ \"VFrameFormat\" \"J1939PG\";\n";
  // 0x98F004FE: engine controller 1, broadcast. 0x98EA00FE: request, addressed to 00.
  Bench bench(
      "BO_ 2565866750 Eec1: 1 X\n SG_ Broadcast : 0|8@1+ (1,0) [0|1] \"\" X\n"
      "BO_ 2565472510 Request: 1 X\n SG_ Addressed : 0|8@1+ (1,0) [0|1] \"\" X\n" +
      format);
  EXPECT_EQ(bench.names(frame_of(CanId(0x0CF00421, true), {1})), Names{"Broadcast"});
  EXPECT_EQ(bench.names(frame_of(CanId(0x18EAFF33, true), {1})), Names{"Addressed"});
  EXPECT_TRUE(bench.names(frame_of(CanId(0x18F005FE, true), {1})).empty());
}

TEST(DecodePlan, KeepsUnsignedNumbersThatNoDoubleHolds) {
  Bench bench("BO_ 1 A: 8 X\n SG_ Big : 0|64@1+ (1,0) [0|1] \"\" X\n");
  bench.names(frame_of(CanId(1), {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF}));
  EXPECT_EQ(bench.result[0].raw, UINT64_MAX);
  EXPECT_EQ(bench.result[0].value, 18446744073709551615.0);
}

TEST(DecodePlan, KeepsNegativeZeroOnlyWhereTheReferenceDoes) {
  Bench bench(
      "BO_ 1 A: 8 X\n SG_ Plain : 0|32@1- (1,0) [0|1] \"\" X\n SG_ Scaled : 32|32@1- (-0.5,0) [0|1] \"\" X\n"
      "SIG_VALTYPE_ 1 Plain : 1;\n");
  bench.names(frame_of(CanId(1), {0, 0, 0, 0x80, 0, 0, 0, 0}));
  EXPECT_EQ(bits_of(bench.result[0].value), bits_of(-0.0));
  EXPECT_EQ(bits_of(bench.result[1].value), bits_of(0.0));
}

TEST(DecodePlan, ReportsIdsThatFilesShareAndTakesTheLast) {
  std::vector<DbcFile> files;
  files.push_back(parse_dbc("BO_ 1 A: 1 X\n SG_ Old : 0|8@1+ (1,0) [0|1] \"\" X\n", "a.dbc"));
  files.push_back(parse_dbc("\nBO_ 1 B: 1 X\n SG_ New : 0|8@1+ (1,0) [0|1] \"\" X\n", "b.dbc"));
  const DecodePlan plan = DecodePlan::compile(files).value();
  ASSERT_EQ(plan.conflicts().size(), 1U);
  EXPECT_EQ(plan.conflicts()[0], "b.dbc:2: 'B' replaces 'A' of a.dbc:1, which has the same id");
  ASSERT_EQ(plan.signals().size(), 1U);
  EXPECT_EQ(plan.signals()[0].name, "New");
}

TEST(DecodePlan, NamesEverySignalOnce) {
  Bench bench(
      "BO_ 1 A: 2 X\n SG_ Speed : 0|8@1+ (1,0) [0|1] \"\" X\n SG_ Own : 8|8@1+ (1,0) [0|1] \"\" X\n"
      "BO_ 2 B: 1 X\n SG_ Speed : 0|8@1+ (1,0) [0|1] \"\" X\n");
  Names names;
  for (const SignalInfo& signal : bench.plan.signals()) names.push_back(signal.name);
  EXPECT_EQ(names, (Names{"A.Speed", "Own", "B.Speed"}));
}

TEST(DecodePlan, KnowsNothingByDefault) {
  const DecodePlan plan;
  DecodeRoom room = plan.make_room();
  EXPECT_FALSE(plan.decode(frame_of(CanId(0), {1}), room).known());
  EXPECT_FALSE(plan.decode(frame_of(CanId(0, true), {1}), room).known());
}

}  // namespace
}  // namespace tripline
