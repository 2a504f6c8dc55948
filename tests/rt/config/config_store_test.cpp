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

TEST_F(ConfigStoreTest, ChangesSeveralFieldsTogether) {
  auto store = load();
  ASSERT_TRUE(store.set("trigger.guard", "9"));
  const auto changed = store.change({{{"trigger.threshold", "40"}, {"camera.fps", "60"}, {"trigger.guard", {}}}});
  ASSERT_TRUE(changed) << changed.error().message;
  EXPECT_EQ(changed->paths, (std::vector<std::string>{"camera.fps", "trigger.threshold", "trigger.guard"}));
  EXPECT_EQ(changed->restart, std::vector<std::string>{"camera.fps"});
  EXPECT_EQ(store.config().trigger->guard, 5) << "calibration is left";
  EXPECT_EQ(store.revision(), 3U);
  EXPECT_EQ(load().config().camera->fps, 60.0) << "saved";
}

TEST_F(ConfigStoreTest, ChangesNothingWhenOneOfSeveralIsRefused) {
  auto store = load();
  ASSERT_TRUE(store.demand(refuse));
  for (const auto& [bad, fault] : std::vector<std::pair<ConfigChange, std::string>>{
           {{"trigger.guard", "900"}, "trigger.guard: 900 is out of range, allowed 0..512 px"},
           {{"trigger.nonsense", "1"}, "trigger.nonsense: no such field; `tripline config` lists every field"},
           {{"trigger.nonsense", {}}, "trigger.nonsense: no such field; `tripline config` lists every field"},
           {{"signals.rules", "[{}, {}]"}, "signals.rules[1].scale: is not to my liking"}}) {
    const auto refused = store.change({{{"trigger.threshold", "40"}, bad}});
    ASSERT_FALSE(refused) << bad.path;
    EXPECT_EQ(refused.error().message, fault);
  }
  const auto mistyped = store.change({{{"trigger.guard", "\"wide\""}}});
  ASSERT_FALSE(mistyped);
  EXPECT_EQ(mistyped.error().message.find("trigger.guard: "), 0U) << mistyped.error().message;
  EXPECT_TRUE(mistyped.error().message.ends_with("; give a value of type integer, allowed 0..512 px"));
  EXPECT_EQ(store.config().trigger->threshold, 30);
  EXPECT_EQ(store.revision(), 1U);
  EXPECT_FALSE(fs::exists(dir_ / "overrides.json"));
}

TEST_F(ConfigStoreTest, ReplacesAllOverrides) {
  auto store = load();
  ASSERT_TRUE(store.set("trigger.threshold", "40"));
  ASSERT_TRUE(store.change({{{"trigger.guard", "9"}}, true}));
  EXPECT_EQ(store.config().trigger->threshold, 30);
  EXPECT_EQ(store.config().trigger->guard, 9);
  ASSERT_TRUE(store.change({{}, true}));
  EXPECT_EQ(store.config().trigger->guard, 5);
}

TEST_F(ConfigStoreTest, ChecksAChangeWithoutCarryingItOut) {
  auto store = load();
  const auto changed = store.change({{{"trigger.guard", "9"}}, false, true});
  ASSERT_TRUE(changed);
  EXPECT_EQ(changed->paths, std::vector<std::string>{"trigger.guard"});
  EXPECT_FALSE(store.change({{{"trigger.guard", "900"}}, false, true}));
  EXPECT_EQ(store.config().trigger->guard, 5);
  EXPECT_EQ(store.revision(), 1U);
  EXPECT_FALSE(fs::exists(dir_ / "overrides.json"));
}

TEST_F(ConfigStoreTest, KeepsItsRevisionWhereNothingIsToChange) {
  auto store = load();
  ASSERT_TRUE(store.set("trigger.guard", "9"));
  const auto changed = store.change({{{"trigger.guard", "9"}}});
  ASSERT_TRUE(changed);
  EXPECT_TRUE(changed->paths.empty());
  EXPECT_EQ(store.revision(), 2U);
}

TEST_F(ConfigStoreTest, SaysWhatEachLayerSays) {
  const auto store = load({{"trigger.guard", "6"}});
  for (const auto& value : store.values()) {
    if (value.field->path != "trigger.guard") continue;
    ASSERT_EQ(value.layers.size(), 4U);
    EXPECT_EQ(value.layers[1].layer, ConfigLayer::kProfile);
    EXPECT_EQ(value.layers[1].json, "4");
    EXPECT_EQ(value.layers[2].json, "5");
    EXPECT_EQ(value.json, "6");
  }
}

TEST_F(ConfigStoreTest, RefusesToLoadAnUnreadableProfile) {
  const auto store = ConfigStore::load({dir_ / "absent.json", {}, {}}, {});
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().code, ExitCode::kNoInput);
}

}  // namespace
}  // namespace tripline
