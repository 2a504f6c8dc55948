// Rig, profiles and doctor over the API.
#include <gtest/gtest.h>

#include <fstream>

#include "rt/base/limits.hpp"
#include "shim/api/doctor_resource.hpp"
#include "shim/api/profiles_resource.hpp"
#include "shim/api/rig_resource.hpp"
#include "shim/lifecycle/unit_state.hpp"
#include "tests/shim/support/api_caller.hpp"
#include "tests/shim/support/events.hpp"
#include "tests/shim/support/temp_dir.hpp"

namespace tripline {
namespace {

namespace fs = std::filesystem;
using test::header;
using test::json_of;

struct RigResourcesTest : testing::Test {
  RigResourcesTest() {
    for (const auto& path : {place.config_dir, place.built_in_profiles}) fs::create_directories(path);
  }
  static void write(const fs::path& file, const char* text) { std::ofstream(file) << text; }

  test::TempDir dir;
  RigPlace place{"main", {dir.path()}, dir.path() / "state", dir.path() / "etc", dir.path() / "profiles"};
  CoreView core{place.run_dir};
  RigUnits units{"main", place.run_dir, false};
  test::ApiCaller api{{rig_routes(this_process("tripline-web", "main"), place, core, units),
                       profiles_routes(place, core), doctor_routes(place, core)}};
};

TEST_F(RigResourcesTest, SaysWhichRigItIs) {
  ASSERT_TRUE(write_unit_state(dir.path(), "log", {UnitPhase::kFailed, 0, "", {}, 9, "killed by signal 9", {}}));
  core.see(test::event("status", header(1), test::status_bytes(header(1))), MonoClock::now());
  const auto document = json_of(api.get("/api/v1/rig"));
  EXPECT_EQ(document["name"], "main");
  EXPECT_EQ(document["run_dir"], dir.path().string());
  EXPECT_EQ(document["versions"]["core"], "0.1.0");
  EXPECT_EQ(document["processes"]["core"], nullptr) << "no supervisor knows it";
  EXPECT_EQ(document["processes"]["log"]["reason"], "killed by signal 9");
  EXPECT_EQ(document["limits"]["signal_points"], limits::kSignalPoints);
}

TEST_F(RigResourcesTest, ListsProfilesAndWhatIsWrongWithThem) {
  write(place.built_in_profiles / "demo.json", "{trigger: {guard: 1}}");
  write(place.built_in_profiles / "golf.json", "{}");
  write(place.config_dir / "demo.json", "// ours\n{trigger: {guard: 2}}");
  write(place.config_dir / "bad.json", "{trigger: {guard: 900}}");
  write(place.config_dir / "calibration.json", "{}");
  const auto list = json_of(api.get("/api/v1/profiles"))["profiles"];
  ASSERT_EQ(list.size(), 3U);
  EXPECT_EQ(list[0]["name"], "bad");
  EXPECT_NE(list[0]["fault"].get<std::string>().find("900 is out of range"), std::string::npos);
  EXPECT_EQ(list[1]["origin"], "rig") << "it hides the built-in one";
  EXPECT_EQ(list[2]["origin"], "built-in");
  EXPECT_EQ(json_of(api.get("/api/v1/profiles/demo"))["values"]["trigger.guard"], 2);
  EXPECT_EQ(api.get("/api/v1/profiles/calibration").status, 404);
  EXPECT_EQ(api.get("/api/v1/profiles/..").status, 404);
}

TEST_F(RigResourcesTest, KnowsTheProfileInForce) {
  EXPECT_EQ(json_of(api.get("/api/v1/profiles"))["in_force"], nullptr);
  core.see(test::event("config", header(1), test::config_bytes(header(1))), MonoClock::now());
  EXPECT_EQ(json_of(api.get("/api/v1/profiles"))["in_force"], "demo");
}

TEST_F(RigResourcesTest, ExaminesMachineAndRig) {
  const auto document = json_of(api.get("/api/v1/doctor"));
  EXPECT_TRUE(document["exit_code"].is_number());
  const auto finding = [&](const std::string& id) {
    for (const auto& one : document["findings"])
      if (one["id"] == id) return one;
    return nlohmann::json();
  };
  EXPECT_EQ(finding("rig.core")["severity"], "info") << document;
  EXPECT_NE(finding("rig.core")["seen"].get<std::string>().find("no core runs"), std::string::npos);
}

TEST_F(RigResourcesTest, TakesNoParameters) {
  for (const auto* path : {"/api/v1/rig?a=1", "/api/v1/profiles?a=1", "/api/v1/doctor?a=1"})
    EXPECT_EQ(api.get(path).status, 400) << path;
}

}  // namespace
}  // namespace tripline
