// `tripline rig add, list, remove, mode` over a directory that stands for /.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "rt/base/unique_fd.hpp"
#include "shim/cli/port_holder.hpp"
#include "shim/cli/rig_add.hpp"
#include "shim/cli/rig_list.hpp"
#include "shim/cli/rig_machine.hpp"
#include "shim/cli/rig_mode.hpp"
#include "shim/cli/rig_port.hpp"
#include "shim/cli/rig_remove.hpp"
#include "tests/shim/support/temp_dir.hpp"

namespace tripline {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// What a command came to and what it said on its standard output.
struct Said {
  ExitCode code = ExitCode::kOk;
  std::string message;
  std::string output;
};

template <typename Run>
Said said_by(Run&& run) {
  testing::internal::CaptureStdout();
  const Result<void> result = run();
  Said said;
  said.output = testing::internal::GetCapturedStdout();
  if (!result) said.code = result.error().code, said.message = result.error().message;
  return said;
}

struct RigCommands : testing::Test {
  RigCommands() { have_profile("left", "demo"); }
  /// A profile of the rig's own: those that come with the programs are not beside a test.
  void have_profile(const std::string& rig, const std::string& profile) const {
    fs::create_directories(etc / rig);
    std::ofstream(etc / rig / (profile + ".json")) << "{}";
  }
  Said add(const std::string& name, std::optional<std::uint16_t> port = {}, const std::string& profile = "") const {
    have_profile(name, "demo");
    return said_by([&] { return rig_add({name, profile, port, "", false, root}); });
  }
  Said list() const {
    return said_by([&] { return rig_list({false, root}); });
  }
  json list_json() const {
    return json::parse(said_by([&] { return rig_list({true, root}); }).output);
  }
  Said remove(const std::string& name, bool purge = false) const {
    return said_by([&] { return rig_remove({name, purge, root}); });
  }

  test::TempDir dir;
  std::string root = dir.path().string();
  fs::path etc = dir.path() / "etc/tripline";
};

TEST_F(RigCommands, GiveEachRigTheNextFreePort) {
  EXPECT_EQ(add("left").output, "rig left is added (profile demo, port 8080, production mode)\n");
  EXPECT_EQ(add("right").output, "rig right is added (profile demo, port 8081, production mode)\n");
  EXPECT_EQ(add("track", 9000).output, "rig track is added (profile demo, port 9000, production mode)\n");
  EXPECT_EQ(list().output,
            "RIG    PROFILE  PORT  MODE        CORE  LOG  WEB\n"
            "left   demo     8080  production  -     -    -\n"
            "right  demo     8081  production  -     -    -\n"
            "track  demo     9000  production  -     -    -\n");
}

TEST_F(RigCommands, RefuseAPortThatAnotherRigHasAndNameIt) {
  ASSERT_EQ(add("left", 8081).code, ExitCode::kOk);
  const auto refused = add("right", 8081);
  EXPECT_EQ(refused.code, ExitCode::kInUse);
  EXPECT_EQ(refused.message, "port 8081 is rig left's; choose another with --port or leave it out");
  EXPECT_EQ(list_json()["rigs"].size(), 1U);
  EXPECT_EQ(add("right", 80).code, ExitCode::kUsage);
}

TEST_F(RigCommands, RefuseWhatIsThereAndWhatCannotBe) {
  ASSERT_EQ(add("left").code, ExitCode::kOk);
  EXPECT_EQ(add("left").code, ExitCode::kInUse);
  EXPECT_EQ(said_by([&] { return rig_add({"Left", "", {}, "", false, root}); }).code, ExitCode::kUsage);
  const auto unknown = add("right", {}, "golf");
  EXPECT_EQ(unknown.code, ExitCode::kNoInput);
  EXPECT_NE(unknown.message.find("profile 'golf'"), std::string::npos) << unknown.message;
  EXPECT_EQ(add("right", {}, "../demo").code, ExitCode::kUsage);
  EXPECT_FALSE(fs::exists(etc / "right/rig.env"));
}

TEST_F(RigCommands, KeepWhatARemovedRigHadForTheNextTime) {
  have_profile("left", "golf");
  ASSERT_EQ(add("left", 8085, "golf").code, ExitCode::kOk);
  const auto removed = remove("left");
  EXPECT_EQ(removed.code, ExitCode::kOk);
  EXPECT_NE(removed.output.find(root + "/var/lib/tripline-log/left"), std::string::npos) << removed.output;
  EXPECT_EQ(list().output, "There is no rig; `sudo tripline rig add NAME` adds one.\n");
  EXPECT_EQ(add("left").output, "rig left is added (profile golf, port 8085, production mode)\n");
  ASSERT_EQ(remove("left").code, ExitCode::kOk);
  ASSERT_EQ(add("right", 8085).code, ExitCode::kOk);
  EXPECT_EQ(add("left").output, "rig left is added (profile golf, port 8080, production mode)\n")
      << "its own is another's now";
  ASSERT_EQ(remove("left", true).code, ExitCode::kOk);
  EXPECT_FALSE(fs::exists(etc / "left"));
}

TEST_F(RigCommands, NameTheRigsThatThereAre) {
  EXPECT_NE(remove("none").message.find("there is none at all"), std::string::npos);
  add("left");
  add("right");
  const auto refused = remove("middle");
  EXPECT_EQ(refused.code, ExitCode::kNoInput);
  EXPECT_EQ(refused.message, "there is no rig middle; there are: left, right");
  EXPECT_EQ(said_by([&] { return rig_mode({"middle", "safe", root}); }).code, ExitCode::kNoInput);
}

TEST_F(RigCommands, SwitchTheMode) {
  ASSERT_EQ(said_by([&] { return rig_add({"left", "", {}, "safe", false, root}); }).code, ExitCode::kOk);
  EXPECT_EQ(list_json()["rigs"][0]["mode"], "safe");
  const auto production = said_by([&] { return rig_mode({"left", "production", root}); });
  EXPECT_EQ(production.output, "rig left is in production mode: systemd starts a core again that has ended badly\n");
  EXPECT_EQ(list_json()["rigs"][0]["mode"], "production");
}

TEST_F(RigCommands, TellFaultsAndConflictsOfFilesEditedByHand) {
  for (const auto* name : {"left", "right", "track"}) add(name);
  std::ofstream(etc / "right/rig.env") << "TRIPLINE_PROFILE=demo\nTRIPLINE_PORT=8080\n";
  std::ofstream(etc / "track/rig.env") << "TRIPLINE_PROFILE=demo\nTRIPLINE_PROT=8080\n";
  testing::internal::CaptureStderr();
  const auto listed = list();
  const auto complaints = testing::internal::GetCapturedStderr();
  EXPECT_EQ(listed.code, ExitCode::kBadConfig);
  EXPECT_NE(listed.output.find("track  ?        ?"), std::string::npos) << listed.output;
  EXPECT_NE(complaints.find("track/rig.env:2: TRIPLINE_PROT does not belong here"), std::string::npos) << complaints;
  EXPECT_NE(complaints.find("port 8080 is that of left and right; give each its own"), std::string::npos) << complaints;
  const auto document = list_json();
  EXPECT_EQ(document["conflicts"].size(), 1U);
  EXPECT_EQ(document["rigs"][2]["port"], nullptr);
  EXPECT_NE(document["rigs"][2]["fault"].get<std::string>().find("rig.env:2"), std::string::npos);
  const auto refused = add("fourth");
  EXPECT_EQ(refused.code, ExitCode::kBadConfig) << "whether a port is free cannot be known";
  EXPECT_NE(refused.message.find("track/rig.env:2"), std::string::npos) << refused.message;
}

TEST_F(RigCommands, ShowTheStateOfTheUnits) {
  RigRow row{{"left", RigEnv{"demo", 8080}, RigMode::kProduction}, {}};
  row.units[0] = UnitState{UnitPhase::kFailed, 0, "2026-11-27T09:30:00Z", {}, 6, "killed by signal 6 (Aborted)", {}};
  row.units[2] = UnitState{UnitPhase::kRunning, 42, "2026-11-27T09:29:00Z", {}, {}, "", {}};
  EXPECT_NE(rig_table({row}).find("left  demo     8080  production  FAILED  -    RUNNING\n"), std::string::npos)
      << rig_table({row});
  const auto units = json::parse(rig_json({row}, {}))["rigs"][0]["units"];
  EXPECT_EQ(units["core"]["reason"], "killed by signal 6 (Aborted)");
  EXPECT_EQ(units["log"], nullptr);
  EXPECT_EQ(units["web"]["pid"], 42);
}

TEST(RigMachine, LetsRootAloneChangeThisOne) {
  if (::geteuid() == 0) {
    EXPECT_TRUE(RigMachine("/").check_may_change("rig add left"));
    ASSERT_EQ(::seteuid(65'534), 0);
  }
  const auto refused = RigMachine("/").check_may_change("rig add left");
  EXPECT_TRUE(RigMachine("/somewhere").check_may_change("rig add left"));
  if (::getuid() == 0) {
    ASSERT_EQ(::seteuid(0), 0);
  }
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ExitCode::kNoPermission);
  EXPECT_NE(refused.error().message.find("sudo tripline rig add left"), std::string::npos);
}

TEST(RigPort, PassesOverWhatSomebodyListensOn) {
  const PortHolder busy = [](std::uint16_t port) { return std::string(port < 8082 ? "process 42 (nginx)" : ""); };
  EXPECT_EQ(*choose_rig_port({}, {}, busy), 8082);
  EXPECT_EQ(*choose_rig_port({}, {{}, 8081}, busy), 8082);
  EXPECT_EQ(choose_rig_port({}, {8081, {}}, busy).error().message,
            "port 8081 is held by process 42 (nginx); choose another with --port or leave it out");
  const PortHolder all_busy = [](std::uint16_t) { return std::string("x"); };
  EXPECT_EQ(choose_rig_port({}, {}, all_busy).error().code, ExitCode::kInUse);
}

TEST(PortHolder, NamesTheProcessThatListens) {
  const UniqueFd socket(::socket(AF_INET, SOCK_STREAM, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ASSERT_EQ(::bind(socket.get(), reinterpret_cast<sockaddr*>(&address), size), 0);
  ASSERT_EQ(::listen(socket.get(), 1), 0);
  ASSERT_EQ(::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size), 0);
  const auto holder = port_holder(ntohs(address.sin_port));
  EXPECT_TRUE(holder.starts_with("process " + std::to_string(::getpid()) + " (")) << holder;
}

}  // namespace
}  // namespace tripline
