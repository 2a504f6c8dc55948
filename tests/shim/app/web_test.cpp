#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <thread>

#include "rt/base/exit_code.hpp"
#include "rt/base/limits.hpp"
#include "rt/base/time.hpp"
#include "shim/lifecycle/unit_state.hpp"
#include "tests/shim/support/fake_core.hpp"
#include "tests/shim/support/program.hpp"
#include "tests/shim/support/temp_dir.hpp"
#include "tests/shim/support/wait_until.hpp"
#include "tests/shim/support/web_socket_client.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using test::FakePublisher;
using test::header;
using test::Program;
using test::wait_until;
using test::WebSocketClient;

int code(ExitCode exit_code) { return static_cast<int>(exit_code); }

class WebTest : public testing::Test {
 protected:
  std::vector<std::string> arguments(const std::string& wanted_port) const {
    return {"--rig", "main", "--run-dir", run_dir.path.string(), "--port", wanted_port};
  }
  void SetUp() override {
    web.emplace(TRIPLINE_PROGRAM, arguments("0"), dir.path() / "web.log");
    constexpr const char* kMark = "listening on http://127.0.0.1:";
    ASSERT_TRUE(web->wait_log(kMark)) << web->log();
    const auto log = web->log();
    port = static_cast<std::uint16_t>(std::stoi(log.substr(log.find(kMark) + std::string(kMark).size())));
    make_run_dir();
  }
  /// As the core's unit does, after the web process.
  void make_run_dir(std::filesystem::perms mode = std::filesystem::perms(0750)) const {
    std::filesystem::create_directory(run_dir.path);
    std::filesystem::permissions(run_dir.path, mode);
  }
  json status() const { return json::parse(test::ask(port, "GET", "/api/v1/status").body); }
  // What the page is told about the core, as soon as it is told this.
  static std::optional<json> receive_liveness(WebSocketClient& page, bool alive) {
    while (const auto frame = page.receive())
      if (auto told = json::parse(frame->payload)["core"]; told["alive"] == alive) return told;
    return std::nullopt;
  }
  // Sends a heartbeat until the web process has taken note of one.
  bool bring_core_alive(FakePublisher& core, std::uint64_t run = test::kRunId) {
    return wait_until([&] {
      core.send("status", test::status_bytes(header(++sequence, run)));
      return status()["core"]["alive"] == true;
    });
  }

  test::TempDir dir;
  RunDir run_dir{dir.path() / "run"};
  std::optional<Program> web;
  std::uint16_t port = 0;
  std::uint64_t sequence = 0;
};

TEST_F(WebTest, SaysWhoItIs) {
  EXPECT_TRUE(web->wait_log("tripline-web 0.1.0, rig main, pid ")) << web->log();
  EXPECT_NE(web->log().find("capabilit"), std::string::npos);
}

TEST_F(WebTest, HasGivenUpEveryCapability) {
  EXPECT_NE(web->log().find("no capability"), std::string::npos) << web->log();
  EXPECT_EQ(status()["process"]["capabilities"], 0);
  std::ifstream file("/proc/" + std::to_string(web->pid()) + "/status");
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  for (const auto* field : {"CapInh", "CapPrm", "CapEff", "CapAmb"})
    EXPECT_NE(text.find(std::string(field) + ":\t0000000000000000\n"), std::string::npos) << field;
  EXPECT_NE(text.find("NoNewPrivs:\t1\n"), std::string::npos);
}

/// The program is to refuse its start with this code and one line with these words.
void expect_refusal(const test::TempDir& dir, std::vector<std::string> options, ExitCode exit_code,
                    const std::string& words) {
  options.insert(options.end(), {"--run-dir", (dir.path() / "run").string(), "--port", "0"});
  Program refused(TRIPLINE_PROGRAM, options, dir.path() / "refused.log");
  EXPECT_EQ(refused.wait(), code(exit_code)) << refused.log();
  const auto log = refused.log();
  const auto line = log.substr(log.rfind("tripline-web: ") == std::string::npos ? 0 : log.rfind("tripline-web: "));
  EXPECT_NE(line.find(words), std::string::npos) << log;
  EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1) << log;
}

TEST(WebStart, RefusesATokenFileThatIsNotAsItMustBe) {
  const test::TempDir dir;
  const auto path = (dir.path() / "web-tokens").string();
  expect_refusal(dir, {"--token-file", path}, ExitCode::kNoInput, "web-tokens: cannot be read");
  std::ofstream(path) << "configure " << std::string(40, 'c') << "\n";
  std::filesystem::permissions(path, std::filesystem::perms(0644));
  expect_refusal(dir, {"--token-file", path}, ExitCode::kNoPermission, "; chmod 600 " + path);
  std::filesystem::permissions(path, std::filesystem::perms(0600));
  std::ofstream(path) << "configure short\n";
  expect_refusal(dir, {"--token-file", path}, ExitCode::kBadConfig, "web-tokens:1: the token must be 32 to 128");
}

TEST(WebStart, RefusesToServeOthersWithoutTokens) {
  const test::TempDir dir;
  expect_refusal(dir, {"--address", "0.0.0.0"}, ExitCode::kUsage, "without a token file nothing is served to them");
  expect_refusal(dir, {"--host", "https://rig.example"}, ExitCode::kUsage, "--host https://rig.example: not a name");
}

TEST(WebStart, ServesOthersWithTokens) {
  const test::TempDir dir;
  const auto path = (dir.path() / "web-tokens").string();
  const std::string token(40, 'c');
  std::ofstream(path) << "configure " << token << "\n";
  std::filesystem::permissions(path, std::filesystem::perms(0600));
  Program web(TRIPLINE_PROGRAM,
              {"--run-dir", (dir.path() / "run").string(), "--port", "0", "--address", "0.0.0.0", "--token-file", path},
              dir.path() / "web.log");
  constexpr const char* kMark = "listening on http://0.0.0.0:";
  ASSERT_TRUE(web.wait_log(kMark)) << web.log();
  const auto log = web.log();
  const auto port = static_cast<std::uint16_t>(std::stoi(log.substr(log.find(kMark) + std::string(kMark).size())));
  EXPECT_EQ(test::ask(port, "GET", "/api/v1/status").status, 401);
  EXPECT_EQ(test::ask(port, "GET", "/api/v1/status", "Authorization: Bearer " + token + "\r\n").status, 200);
  EXPECT_EQ(log.find(token), std::string::npos);
}

TEST_F(WebTest, StopsCleanlyAndSoon) {
  const WebSocketClient page(port);
  ASSERT_EQ(page.status(), 101);
  const auto began = MonoClock::now();
  web->signal(SIGTERM);
  EXPECT_EQ(web->wait(), 0) << web->log();
  EXPECT_LT(MonoClock::now() - began, limits::kStopGrace);
  EXPECT_TRUE(web->log().ends_with("INFO web: stopped\n")) << web->log();
}

TEST_F(WebTest, ServesWithoutACoreAndFindsItLater) {
  EXPECT_EQ(status()["core"]["why"], "no heartbeat yet; not started by a supervisor");
  FakePublisher core(run_dir);
  ASSERT_TRUE(bring_core_alive(core));
  EXPECT_EQ(status()["status"]["state"], "armed");
}

TEST_F(WebTest, SaysWithinTwoSecondsWhyTheCoreIsGone) {
  FakePublisher core(run_dir);
  ASSERT_TRUE(bring_core_alive(core));
  WebSocketClient page(port);
  ASSERT_TRUE(receive_liveness(page, true));
  const auto last_heartbeat = MonoClock::now();
  UnitState state{UnitPhase::kFailed, 0, "", {}, 9, "killed by signal 9", {}};
  ASSERT_TRUE(write_unit_state(run_dir.path, "core", state));
  const auto told = receive_liveness(page, false);
  EXPECT_LT(MonoClock::now() - last_heartbeat, 2s);
  ASSERT_TRUE(told);
  EXPECT_EQ((*told)["state"], "FAILED");
  EXPECT_EQ((*told)["why"], "killed by signal 9");
  EXPECT_EQ(status()["core"]["why"], "killed by signal 9");
}

TEST_F(WebTest, CarriesTheVeryBytesFromTheCoreToThePage) {
  FakePublisher core(run_dir);
  ASSERT_TRUE(bring_core_alive(core));
  WebSocketClient page(port);
  ASSERT_TRUE(page.send_text(R"({"subscribe":["frame/preview"]})"));
  ASSERT_TRUE(core.wait_subscribed("frame/preview")) << "a page looks";
  const auto bytes = test::frame_bytes(header(1), 0, 500);
  core.send("frame/preview", bytes);
  const auto frame = page.receive_binary();
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->payload, std::string(bytes.begin(), bytes.end()));
  ASSERT_TRUE(page.send_text(R"({"subscribe":[]})"));
  EXPECT_TRUE(core.wait_unsubscribed("frame/preview")) << "nobody looks any more";
}

TEST_F(WebTest, CountsWhatItMissed) {
  FakePublisher core(run_dir);
  ASSERT_TRUE(bring_core_alive(core));
  core.send("log", test::log_bytes(header(1), "one"));
  core.send("log", test::log_bytes(header(11), "eleven"));
  EXPECT_TRUE(wait_until([&] { return status()["gaps"]["lost"]["log"] == 9; })) << status();
  EXPECT_TRUE(web->wait_log("missed 9 events of log"));
}

test::FakeControl willing_core(const RunDir& run_dir) {
  return {run_dir, [](const wire::ControlRequestT& request) {
            wire::ControlReplyT reply;
            reply.request_id = request.request_id;
            reply.ok = true;
            return reply;
          }};
}

TEST_F(WebTest, OutlivesTheRunDirectoryAndFindsTheNextOne) {
  for (const std::uint64_t run : {1U, 2U, 3U}) {
    std::filesystem::remove_all(run_dir.path);
    ASSERT_TRUE(wait_until([&] { return status()["core"]["alive"] == false; })) << status();
    EXPECT_EQ(test::ask(port, "POST", "/api/v1/arm").status, 503);
    EXPECT_FALSE(std::filesystem::exists(run_dir.path)) << "the core's to make";
    make_run_dir();
    FakePublisher core(run_dir);
    ASSERT_TRUE(bring_core_alive(core, run)) << run << web->log();
    const auto control = willing_core(run_dir);
    EXPECT_EQ(test::ask(port, "POST", "/api/v1/arm").status, 202) << run;
  }
}

TEST_F(WebTest, DoesNotTrustARunDirectoryThatEverybodyMayWriteTo) {
  make_run_dir(std::filesystem::perms(0777));
  FakePublisher core(run_dir);
  const auto control = willing_core(run_dir);
  ASSERT_TRUE(web->wait_log("WARNING bus: run directory " + run_dir.path.string() + ": everybody may write there"))
      << web->log();
  const auto refused = test::ask(port, "POST", "/api/v1/arm");
  EXPECT_EQ(refused.status, 500);
  EXPECT_NE(refused.body.find("everybody may write there"), std::string::npos) << refused.body;
  core.send("status", test::status_bytes(header(++sequence)));
  EXPECT_EQ(status()["core"]["alive"], false);
  make_run_dir();
  EXPECT_TRUE(bring_core_alive(core)) << "it was mended";
}

TEST_F(WebTest, SaysThatItsPortIsTaken) {
  Program second(TRIPLINE_PROGRAM, arguments(std::to_string(port)), dir.path() / "second.log");
  EXPECT_EQ(second.wait(), code(ExitCode::kInUse));
  EXPECT_NE(second.log().find(fmt::format("tripline-web: port {} is taken", port)), std::string::npos) << second.log();
}

TEST_F(WebTest, RefusesABadCommandLineInOneLine) {
  const auto refused = [&](std::vector<std::string> list) {
    const auto log = dir.path() / "refused.log";
    std::filesystem::remove(log);
    Program program(TRIPLINE_PROGRAM, std::move(list), log);
    const auto ended = program.wait();
    return std::pair(ended.value_or(-1), program.log());
  };
  for (const auto& list : std::vector<std::vector<std::string>>{
           {"--nonsense"}, {"--port", "99999"}, {"--rig", "Bad Name"}, {"--address", "0.0.0.0", "--port", "0"}}) {
    const auto [ended, log] = refused(list);
    EXPECT_EQ(ended, code(ExitCode::kUsage)) << list.front();
    EXPECT_TRUE(log.find("tripline-web: ") != std::string::npos) << log;
  }
}

}  // namespace
}  // namespace tripline
