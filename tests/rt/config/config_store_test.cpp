// Layers: later ones win, overrides survive a restart, calibration survives a reset.
#include "rt/config/config_store.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace tripline {
namespace {

namespace fs = std::filesystem;

class ConfigStoreTest : public ::testing::Test {
 protected:
  ConfigStoreTest() {
    fs::create_directories(dir_);
    write("profile.json", "{trigger: {threshold: 30, guard: 4}, camera: {fps: 120}}");
    write("calibration.json", "{trigger: {guard: 5}}");
  }
  ~ConfigStoreTest() override { fs::remove_all(dir_); }

  void write(const char* name, const char* text) const { std::ofstream(dir_ / name) << text; }
  ConfigStore load(const ConfigValues& command_line = {}) const {
    auto store =
        ConfigStore::load({dir_ / "profile.json", dir_ / "calibration.json", dir_ / "overrides.json"}, command_line);
    RT_CHECK(store.has_value());
    return std::move(*store);
  }
  static ConfigLayer layer_of(const ConfigStore& store, const std::string& path) {
    for (const auto& value : store.values())
      if (value.field->path == path) return value.layer;
    return ConfigLayer::kDefaults;
  }

  const fs::path dir_ = fs::temp_directory_path() / ("tripline-config-" + std::to_string(::getpid()));
};

TEST_F(ConfigStoreTest, LaterLayersWin) {
  const auto store = load({{"camera.fps", "60"}});
  EXPECT_EQ(store.config().trigger->threshold, 30);
  EXPECT_EQ(store.config().trigger->guard, 5);
  EXPECT_EQ(store.config().camera->fps, 60.0);
  EXPECT_EQ(store.config().trigger->settle_ms, 1000U);
  EXPECT_EQ(store.config().strobe->pulse_us.size(), 4U);
  EXPECT_EQ(store.config().can->buses.at(0)->name, "can0");
  EXPECT_EQ(layer_of(store, "trigger.guard"), ConfigLayer::kCalibration);
  EXPECT_EQ(layer_of(store, "trigger.settle_ms"), ConfigLayer::kDefaults);
}

TEST_F(ConfigStoreTest, KeepsAnOverrideOverARestart) {
  {
    auto store = load();
    ASSERT_TRUE(store.set("trigger.threshold", "40"));
    EXPECT_EQ(store.revision(), 2U);
  }
  const auto again = load();
  EXPECT_EQ(again.config().trigger->threshold, 40);
  EXPECT_EQ(layer_of(again, "trigger.threshold"), ConfigLayer::kOverrides);
}

TEST_F(ConfigStoreTest, ResetKeepsCalibration) {
  auto store = load();
  ASSERT_TRUE(store.set("trigger.guard", "9"));
  ASSERT_TRUE(store.set("trigger.threshold", "40"));
  ASSERT_TRUE(store.reset("trigger.guard"));
  EXPECT_EQ(store.config().trigger->guard, 5);
  EXPECT_EQ(store.config().trigger->threshold, 40);
  ASSERT_TRUE(store.reset(""));
  EXPECT_EQ(store.config().trigger->guard, 5);
  EXPECT_EQ(store.config().trigger->threshold, 30);
}

TEST_F(ConfigStoreTest, SetsAndResetsSeveralFieldsOfATableTogether) {
  auto store = load();
  ASSERT_TRUE(store.set("trigger", "{guard: 9, threshold: 40}"));
  EXPECT_EQ(store.config().trigger->guard, 9);
  EXPECT_EQ(store.config().trigger->threshold, 40);
  EXPECT_EQ(store.revision(), 2U);
  ASSERT_TRUE(store.set("camera.fps", "60"));
  ASSERT_TRUE(store.reset("trigger"));
  EXPECT_EQ(store.config().trigger->guard, 5);
  EXPECT_EQ(store.config().camera->fps, 60.0);
  EXPECT_FALSE(store.reset("trigger"));
}

TEST_F(ConfigStoreTest, ChangesNothingWhenAValueIsRefused) {
  auto store = load();
  EXPECT_FALSE(store.set("trigger.threshold", "0"));
  EXPECT_FALSE(store.set("trigger.nonsense", "1"));
  EXPECT_EQ(store.config().trigger->threshold, 30);
  EXPECT_EQ(store.revision(), 1U);
  EXPECT_FALSE(fs::exists(dir_ / "overrides.json"));
}

TEST_F(ConfigStoreTest, GetsAFieldATableOrAll) {
  const auto store = load();
  EXPECT_EQ(*store.get("trigger.threshold"), "30");
  EXPECT_NE(store.get("camera")->find("\"fps\": 120"), std::string::npos);
  EXPECT_EQ(store.get("camera")->find("threshold"), std::string::npos);
  EXPECT_FALSE(store.get("camera.nothing"));
}

Result<void> refuse(const wire::ConfigT& config) {
  if (config.signals->rules.size() < 2) return {};
  return Error{ExitCode::kBadConfig, "signals.rules[1].scale: is not to my liking"};
}

TEST_F(ConfigStoreTest, SaysWhereTheFieldStandsThatAValidatorRefuses) {
  write("profile.json", "{\n signals: {\n  rules: [ { signal: \"a\" },\n   { signal: \"b\",\n     scale: 2 } ] } }");
  const ConfigFiles files{dir_ / "profile.json", {}, {}};
  const auto refused = ConfigStore::load(files, {}, refuse);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message,
            (dir_ / "profile.json").string() + ":5: signals.rules[1].scale: is not to my liking");
  const auto by_hand = ConfigStore::load({}, {{"signals.rules", "[{}, {}]"}}, refuse);
  ASSERT_FALSE(by_hand);
  EXPECT_EQ(by_hand.error().message, "command line: signals.rules[1].scale: is not to my liking");
}

TEST_F(ConfigStoreTest, AsksALaterValidatorFromThenOn) {
  auto store = load();
  ASSERT_TRUE(store.demand(refuse));
  EXPECT_TRUE(store.set("signals.rules", "[{signal: \"a\"}]"));
  const auto refused = store.set("signals.rules", "[{signal: \"a\"}, {signal: \"b\"}]");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "signals.rules[1].scale: is not to my liking") << "it was just typed";
  EXPECT_EQ(store.config().signals->rules.size(), 1U);
}

TEST_F(ConfigStoreTest, DoesNotKeepAValidatorThatRefusesWhatIsInForce) {
  auto store = load({{"signals.rules", "[{}, {}]"}});
  EXPECT_FALSE(store.demand(refuse));
  EXPECT_TRUE(store.set("trigger.threshold", "40"));
}

TEST_F(ConfigStoreTest, RefusesToLoadAnUnreadableProfile) {
  const auto store = ConfigStore::load({dir_ / "absent.json", {}, {}}, {});
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().code, ExitCode::kNoInput);
}

}  // namespace
}  // namespace tripline
