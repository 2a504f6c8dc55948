// The configuration of the buses becomes what decodes and watches them.
#include "rt/settings/can_settings.hpp"

#include <gtest/gtest.h>

#include "rt/config/config_store.hpp"
#include "rt/core/can/dbc_parser.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

class CanSettingsTest : public testing::Test {
 protected:
  Result<SignalTableOptions> options_of(const std::string& rules, const std::string& bus) {
    auto layer = parse_layer(R"({ can: { stale_cycles: 3, stale_ms: 700, buses: [{ name: "can0" }, { name: "can1" }],
                                         rules: )" +
                                 rules + "} }",
                             "test.json");
    if (!layer) return layer.error();
    const auto store = ConfigStore::load({}, *layer);
    if (!store) return store.error();
    return signal_options_of(*store->config().can, plan_, bus);
  }

  const DbcFile file_ = parse_dbc(
      "BO_ 1 Brake: 8 X\n SG_ Alive : 0|4@1+ (1,0) [0|1] \"\" X\n SG_ Crc : 8|8@1+ (1,0) [0|1] \"\" X\n", "brake.dbc");
  const DecodePlan plan_ = DecodePlan::compile({&file_, 1}).value();
};

TEST_F(CanSettingsTest, CarriesEveryFieldOfARuleOver) {
  const auto options = options_of(R"([{ message: "Brake", bus: "can1", counter: "Alive", counter_step_max: 2,
      checksum: "Crc", checksum_kind: "crc8_j1850", covered_first: 2, covered_last: 7, start: 0, final_xor: 17,
      data_ids: [5], cycle_ms: 20, timeout_cycles: 4 }])",
                                  "can1");
  ASSERT_TRUE(options) << options.error().message;
  EXPECT_EQ(options->stale_cycles, 3);
  EXPECT_EQ(options->default_timeout, 700ms);
  ASSERT_EQ(options->rules.size(), 1U);
  const MessageRule& rule = options->rules[0];
  EXPECT_TRUE(rule.must_come && rule.has_counter);
  EXPECT_EQ(rule.counter_step_max, 2);
  EXPECT_EQ(rule.checksum.kind, ChecksumKind::kCrc8J1850);
  EXPECT_EQ(rule.checksum.own_byte, 1);
  EXPECT_EQ(rule.checksum.covered_first, 2);
  EXPECT_EQ(rule.checksum.covered_last, 7);
  EXPECT_EQ(rule.checksum.start, 0);
  EXPECT_EQ(rule.checksum.final_xor, 17);
  EXPECT_EQ(rule.checksum.data_id_count, 1);
  EXPECT_EQ(rule.checksum.data_ids[0], 5);
  EXPECT_EQ(rule.cycle, 20ms);
  EXPECT_EQ(rule.timeout_cycles, 4);
}

TEST_F(CanSettingsTest, GivesARuleToItsBusAlone) {
  EXPECT_TRUE(options_of(R"([{ message: "Brake", bus: "can1", counter: "Alive" }])", "can0").value().rules.empty());
  EXPECT_EQ(options_of(R"([{ message: "Brake", counter: "Alive" }])", "can0").value().rules.size(), 1U);
}

TEST_F(CanSettingsTest, NamesTheBusesThatThereAre) {
  const auto options = options_of(R"([{ message: "Brake", bus: "can7", counter: "Alive" }])", "can0");
  ASSERT_FALSE(options);
  EXPECT_EQ(options.error().message, "can.rules: item 0: bus: there is no bus 'can7'; can.buses has can0, can1");
}

TEST_F(CanSettingsTest, LeavesRangesToTheSchema) {
  const auto options = options_of(R"([{ message: "Brake", counter: "Alive", counter_step_max: 0 }])", "can0");
  ASSERT_FALSE(options);
  EXPECT_NE(options.error().message.find("counter_step_max"), std::string::npos) << options.error().message;
}

}  // namespace
}  // namespace tripline
