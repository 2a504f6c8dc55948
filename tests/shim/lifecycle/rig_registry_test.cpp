#include "shim/lifecycle/rig_registry.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <future>
#include <iterator>

#include "tests/shim/support/temp_dir.hpp"

namespace tripline {
namespace {

namespace fs = std::filesystem;

struct RigRegistryTest : testing::Test {
  static std::string read(const fs::path& file) {
    std::ifstream stream(file);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  }
  std::vector<std::string> names() const {
    std::vector<std::string> names;
    const auto rigs = registry.rigs();
    for (const auto& rig : *rigs) names.push_back(rig.name);
    return names;
  }

  test::TempDir dir;
  RigRegistry registry{dir.path()};
  fs::path etc = dir.path() / "etc/tripline";
  fs::path drop_in = dir.path() / "etc/systemd/system/tripline-rt@left.service.d/50-mode.conf";
};

TEST_F(RigRegistryTest, IsTheDirectoriesWithARigEnv) {
  EXPECT_TRUE(names().empty()) << "there is not even a directory";
  ASSERT_TRUE(registry.add("right", {"demo", 8081}));
  ASSERT_TRUE(registry.add("left", {"golf", 8080}));
  fs::create_directories(etc / "backup");
  fs::create_directories(etc / "No_Rig");
  std::ofstream(etc / "No_Rig/rig.env") << to_text({"demo", 1});
  EXPECT_EQ(names(), (std::vector<std::string>{"left", "right"}));
  EXPECT_EQ(*registry.rigs()->front().env, (RigEnv{"golf", 8080}));
}

TEST_F(RigRegistryTest, TellsARigWhoseFileIsBad) {
  ASSERT_TRUE(registry.add("left", {"demo", 8080}));
  std::ofstream(etc / "left/rig.env") << "TRIPLINE_PORT=none\n";
  const auto rigs = registry.rigs();
  ASSERT_EQ(rigs->size(), 1U);
  ASSERT_FALSE(rigs->front().env);
  EXPECT_TRUE(rigs->front().env.error().message.starts_with((etc / "left/rig.env").string() + ":1: "));
}

TEST_F(RigRegistryTest, GivesTheDirectoryToTheGroupOfItsRoot) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give a file away";
  fs::create_directories(dir.path() / "etc");
  std::ofstream(dir.path() / "etc/group") << "root:x:0:\ntripline:x:4321:\n";
  ASSERT_TRUE(registry.add("left", {"demo", 8080}));
  fs::create_directories(etc / "right");  // by hand, for its profile
  ASSERT_TRUE(registry.add("right", {"demo", 8081}));
  struct stat made {};
  for (const auto& [path, mode] : {std::pair(etc / "left", 0750U), std::pair(etc / "left/rig.env", 0640U),
                                   std::pair(etc / "right", 0750U), std::pair(etc / "right/rig.env", 0640U)}) {
    ASSERT_EQ(::stat(path.c_str(), &made), 0);
    EXPECT_EQ(made.st_gid, 4321U) << path;
    EXPECT_EQ(made.st_uid, 0U) << path;
    EXPECT_EQ(made.st_mode & 07777U, mode) << path;
  }
}

TEST_F(RigRegistryTest, LeavesNothingHalfDone) {
  fs::create_directories(etc / ".left.new");  // of a command that was killed
  std::ofstream(etc / ".left.new/rig.env") << "TRIPL";
  EXPECT_TRUE(names().empty());
  ASSERT_TRUE(registry.add("left", {"demo", 8080}));
  EXPECT_FALSE(fs::exists(etc / ".left.new"));
  EXPECT_FALSE(fs::exists(etc / "left/rig.env.new"));
  std::ofstream(etc / "right") << "a file is in the way";
  EXPECT_FALSE(registry.add("right", {"demo", 8081}));
  EXPECT_EQ(names(), std::vector<std::string>{"left"});
  EXPECT_FALSE(fs::exists(etc / ".right.new"));
}

TEST_F(RigRegistryTest, ForgetsARigAndKeepsWhatIsItsOwnForTheNextTime) {
  ASSERT_TRUE(registry.add("left", {"golf", 8085}));
  ASSERT_TRUE(registry.set_mode("left", RigMode::kSafe));
  std::ofstream(etc / "left/calibration.json") << "{}";
  EXPECT_FALSE(registry.formerly("left"));
  ASSERT_TRUE(registry.remove("left", false));
  EXPECT_TRUE(names().empty());
  EXPECT_EQ(registry.formerly("left"), (RigEnv{"golf", 8085}));
  ASSERT_TRUE(registry.add("left", {"demo", 8080}));
  EXPECT_FALSE(registry.formerly("left"));
  EXPECT_EQ(read(etc / "left/calibration.json"), "{}");
  EXPECT_EQ(registry.rigs()->front().mode, RigMode::kSafe);
}

TEST_F(RigRegistryTest, PurgesConfigurationAndDropInsOfThatRigAlone) {
  for (const auto* name : {"left", "right"}) {
    ASSERT_TRUE(registry.add(name, {"demo", 8080}));
    ASSERT_TRUE(registry.set_mode(name, RigMode::kSafe));
  }
  const auto recording = dir.path() / "var/lib/tripline-log/left/a.mcap";
  fs::create_directories(recording.parent_path());
  std::ofstream(recording) << "a";
  ASSERT_TRUE(registry.remove("left", true));
  EXPECT_FALSE(fs::exists(etc / "left"));
  EXPECT_FALSE(fs::exists(drop_in.parent_path()));
  EXPECT_TRUE(fs::exists(recording));
  EXPECT_EQ(names(), std::vector<std::string>{"right"});
  EXPECT_EQ(registry.rigs()->front().mode, RigMode::kSafe);
}

TEST_F(RigRegistryTest, SetsTheModeByADropInOfTheCoresUnit) {
  ASSERT_TRUE(registry.add("left", {"demo", 8080}));
  EXPECT_EQ(registry.rigs()->front().mode, RigMode::kProduction);
  ASSERT_TRUE(registry.set_mode("left", RigMode::kSafe));
  EXPECT_NE(read(drop_in).find("\n[Service]\nRestart=no\n"), std::string::npos) << read(drop_in);
  EXPECT_EQ(registry.rigs()->front().mode, RigMode::kSafe);
  std::ofstream(drop_in.parent_path() / "90-own.conf") << "[Service]\n";
  ASSERT_TRUE(registry.set_mode("left", RigMode::kProduction));
  EXPECT_FALSE(fs::exists(drop_in));
  EXPECT_TRUE(fs::exists(drop_in.parent_path() / "90-own.conf"));
  ASSERT_TRUE(registry.set_mode("left", RigMode::kProduction)) << "it is that already";
}

TEST_F(RigRegistryTest, IsChangedByOneAtATime) {
  auto first = registry.lock();
  ASSERT_TRUE(first) << first.error().message;
  auto second = std::async(std::launch::async, [this] { return registry.lock().has_value(); });
  EXPECT_EQ(second.wait_for(std::chrono::milliseconds(100)), std::future_status::timeout);
  first->reset();
  EXPECT_TRUE(second.get());
}

TEST_F(RigRegistryTest, SaysWhoMayChangeIt) {
  const RigRegistry nobodys("/proc");
  for (const auto& refused : {nobodys.add("left", {"demo", 8080}), nobodys.set_mode("left", RigMode::kSafe)}) {
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message.find("/proc/etc"), std::string::npos) << refused.error().message;
  }
}

}  // namespace
}  // namespace tripline
